import { readFileSync } from 'node:fs';
import { Model, OnedoorError } from '@onedoor/core';
import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import type { ProviderOptions } from '../auth/tokens.js';
import { loadPlugins } from '../plugins.js';
import { type ServerOptions, startServer } from '../start.js';
import { auditCheck, auditCompare, auditProve, auditVerify } from './audit.js';
import { doctor } from './doctor.js';
import { type EraseRequest, erase } from './erase.js';
import { type ExportRequest, exportCase } from './export.js';
import { tellBackup, tellRestore } from './keep.js';
import { RETENTION_MONTHS, retention } from './retention.js';
import { userDevices, userRevoke } from './user.js';

interface ServeFlags {
  readonly centre: string;
  readonly name?: string;
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly pages?: string;
  readonly embed?: string;
  readonly plugins?: string;
  readonly origin?: readonly string[];
  readonly durability: 'full' | 'normal';
  readonly jwks?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly demo?: boolean;
}

/** The command line `onedoor`. */
export function program(version: string): Command {
  const root = new Command('onedoor').description('Server of a case board').version(version);
  root
    .command('serve')
    .description('serve a centre until SIGINT or SIGTERM')
    .requiredOption('--centre <id>', 'id of the centre: letters, digits, dots and hyphens')
    .option('--name <name>', 'name of the centre for people; default its id')
    .requiredOption('--data <folder>', 'data folder, made where it is missing')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', portOf, 8787)
    .option('--pages <folder>', 'folder of a built page to serve')
    .option('--embed <folder>', 'folder of the built script for portals, served at /embed/')
    .option('--plugins <folder>', 'folder whose folders are approved plugins')
    .option('--origin <url...>', 'origins of portals whose pages may connect')
    .addOption(
      new Option('--durability <level>', 'full: a receipt survives the loss of power; normal: the end of the process')
        .choices(['full', 'normal'])
        .default('full'),
    )
    .option('--jwks <url or file>', 'key set of the identity provider')
    .option('--issuer <iss>', 'issuer of its tokens')
    .option('--audience <aud>', 'audience of its tokens')
    .option('--demo', 'demo sign-in: anybody is who they say; never in production')
    .action(serve);
  root
    .command('doctor')
    .description('check a data folder without changing it')
    .requiredOption('--data <folder>', 'data folder')
    .action(async ({ data }: { readonly data: string }) => {
      process.stdout.write(`${await doctor(data)}\n`);
    });
  const user = root.command('user').description('people and their devices');
  user
    .command('devices')
    .description('list the devices that hold local data: id, person, first and last day, what it is')
    .requiredOption('--data <folder>', 'data folder')
    .option('--person <id>', 'of one person alone')
    .action(({ data, person }: { readonly data: string; readonly person?: string }) => {
      process.stdout.write(`${userDevices(data, person)}\n`);
    });
  user
    .command('revoke')
    .description('revoke a lost device: its key, sockets and tokens end within a second, also while the server runs')
    .requiredOption('--data <folder>', 'data folder')
    .requiredOption('--device <id>', 'device, as `user devices` names it')
    .action(({ data, device }: { readonly data: string; readonly device: string }) => {
      process.stdout.write(`${userRevoke(data, device)}\n`);
    });
  const audit = root.command('audit').description('check the record of a centre');
  audit
    .command('verify')
    .description('recompute the record of a stopped server: log, keys, bindings, rights, numbers, files; name what was changed')
    .requiredOption('--data <folder>', 'data folder')
    .option('--plugins <folder>', 'folder whose folders are approved plugins; without it their rooms are checked, their rights are not')
    .action(async ({ data, plugins }: { readonly data: string; readonly plugins?: string }) => {
      const progress = process.stderr.isTTY ? (part: number) => process.stderr.write(`\r${Math.round(part * 100)} %`) : undefined;
      tell(await auditVerify(data, { ...(plugins === undefined ? {} : { plugins }), ...(progress === undefined ? {} : { progress }) }));
    });
  audit
    .command('prove')
    .description('write a proof that an entry stands in the record')
    .requiredOption('--data <folder>', 'data folder')
    .requiredOption('--case <id>', 'case, or - for a room of the centre')
    .requiredOption('--room <name>', 'room, such as case')
    .requiredOption('--seq <number>', 'number of the entry', Number)
    .action(async ({ data, ...ref }: { readonly data: string; readonly case: string; readonly room: string; readonly seq: number }) => {
      process.stdout.write(`${await auditProve(data, ref)}\n`);
    });
  audit
    .command('check <proof>')
    .description('check a proof without the data')
    .option('--key <public key>', "the centre's public key; default the one that the proof names")
    .action((file: string, { key }: { readonly key?: string }) => tell(auditCheck(file, key)));
  audit
    .command('compare [heads...]')
    .description('compare two heads, as they are scanned from papers, or one with the record of a folder: whether one begins the other')
    .option('--head <text>', 'a head, as scanned; twice for two', (text: string, known: readonly string[]) => [...known, text], [])
    .option('--data <folder>', 'data folder')
    .option('--key <public key>', "the centre's public key; default the folder's")
    .action(
      async (
        heads: readonly string[],
        { head, data, key }: { readonly head: readonly string[]; readonly data?: string; readonly key?: string },
      ) =>
        tell(
          await auditCompare([...heads, ...head], {
            ...(data === undefined ? {} : { data }),
            ...(key === undefined ? {} : { publicKey: key }),
          }),
        ),
    );
  addKeeping(root);
  return root;
}

/** Commands that keep the data, and take away what may not be kept: each on a stopped server, `backup` excepted. */
function addKeeping(root: Command): void {
  const print = async (text: Promise<string>) => void process.stdout.write(`${await text}\n`);
  const erasing = (command: Command) =>
    command
      .requiredOption('--data <folder>', 'data folder of a stopped server')
      .requiredOption('--case <id>', 'case, or - for a room of the centre')
      .requiredOption('--room <name>', 'room, such as joint')
      .requiredOption('--by <person>', 'id of the person who answers for it')
      .requiredOption('--reason <words>', 'why; it stands in the log for good, so without what is erased')
      .option('--article <provision>', 'the provision that it rests on, such as 个人信息保护法第四十七条; shown with the reason')
      .option('--yes', 'erase; without it only what would go is told');
  type EraseFlags = EraseRequest & { readonly data: string; readonly yes?: boolean };
  const run = ({ data, yes, ...request }: EraseFlags) => print(erase(data, request, { yes: yes === true, now: Date.now() }));
  const erasure = root.command('erase').description('erase for good: log, key, snapshot, rows, history and files');
  erasing(erasure.command('room').description('erase all that a room holds')).action(run);
  erasing(erasure.command('record').description('erase one record of a room, such as a party'))
    .requiredOption('--record <collection/id>', 'record, such as party/01J…')
    .action(run);
  root
    .command('backup')
    .description('copy the data of a folder, while a server runs on it too; keys and ledger apart')
    .requiredOption('--data <folder>', 'data folder')
    .requiredOption('--to <folder>', 'new folder for the data')
    .option('--keys-to <folder>', 'new folder for keys and ledger of erasures, elsewhere')
    .action(({ data, to, keysTo }: { readonly data: string; readonly to: string; readonly keysTo?: string }) =>
      print(tellBackup(data, { data: to, ...(keysTo === undefined ? {} : { keys: keysTo }) }, Date.now())),
    );
  root
    .command('restore')
    .description('make a data folder of a backup: erases again what the ledger says, and raises every epoch')
    .requiredOption('--from <folder>', 'folder of a backup')
    .requiredOption('--data <folder>', 'data folder without data')
    .option('--keys <folder>', 'latest keys and ledger; default those in the data folder')
    .action(({ from, data, keys }: { readonly from: string; readonly data: string; readonly keys?: string }) =>
      print(tellRestore(from, data, keys, Date.now())),
    );
  root
    .command('export')
    .description('write the rooms of a case as JSON; the log of each room says who exported it and for what')
    .requiredOption('--data <folder>', 'data folder of a stopped server')
    .requiredOption('--case <id>', 'case, or - for rooms of the centre such as the directory')
    .option('--room <name...>', 'rooms; default all of the case')
    .requiredOption('--by <person>', 'id of the person who answers for it')
    .requiredOption('--purpose <words>', 'what for')
    .requiredOption('--to <folder>', 'new folder')
    .action(({ data, to, room, ...request }: Omit<ExportRequest, 'rooms'> & { data: string; to: string; room?: readonly string[] }) =>
      print(exportCase(data, to, { ...request, ...(room === undefined ? {} : { rooms: room }) }, Date.now())),
    );
  root
    .command('retention')
    .description('erase notes of access that are past their term; case files are archives and stay')
    .requiredOption('--data <folder>', 'data folder of a stopped server')
    .option('--months <number>', `term in months, at least ${RETENTION_MONTHS.min}; default ${RETENTION_MONTHS.default}`, Number)
    .requiredOption('--by <person>', 'id of the person who answers for it')
    .option('--yes', 'erase; without it only what would go is told')
    .action(({ data, yes, ...request }: { readonly data: string; readonly months?: number; readonly by: string; readonly yes?: boolean }) =>
      print(retention(data, request, { yes: yes === true, now: Date.now() })),
    );
}

/** What is not sound ends with 1, so that a script notices. */
function tell({ sound, text }: { readonly sound: boolean; readonly text: string }): void {
  process.stdout.write(`${text}\n`);
  if (!sound) process.exitCode = 1;
}

async function serve(flags: ServeFlags): Promise<void> {
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info' });
  const plugins = flags.plugins === undefined ? [] : await loadPlugins(flags.plugins);
  const options: ServerOptions = {
    centre: { id: flags.centre, name: flags.name ?? flags.centre },
    data: flags.data,
    host: flags.host,
    port: flags.port,
    durability: flags.durability,
    log,
    auth: authOf(flags),
    model: new Model(plugins.map(({ model }) => model)),
    plugins: plugins.map(({ model }) => model.manifest),
    ...(flags.pages === undefined ? {} : { pages: { dir: flags.pages } }),
    ...(flags.embed === undefined ? {} : { embed: { dir: flags.embed } }),
    ...(flags.origin === undefined ? {} : { origins: flags.origin }),
  };
  const server = await startServer(options);
  process.stdout.write(`${server.url}\n`);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await server.close();
}

function authOf({ jwks, issuer, audience, demo }: ServeFlags): ProviderOptions | 'demo' {
  if (jwks !== undefined && issuer !== undefined && audience !== undefined && demo !== true) {
    return { jwks: /^https?:/.test(jwks) ? jwks : JSON.parse(readFileSync(jwks, 'utf8')), issuer, audience };
  }
  if (demo === true && jwks === undefined) return 'demo';
  throw new OnedoorError('BAD_OPTION', {
    seen: 'no way to sign in',
    expected: '--jwks, --issuer and --audience together, or --demo alone',
    todo: 'Name the identity provider.',
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port from 0 to 65535');
  return port;
}
