import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Identity, type PortalPerson } from './identity.js';

const PAGES = fileURLToPath(new URL('../src/page', import.meta.url));
const require = createRequire(import.meta.url);
/** What the portal was built with, as it lies in its packages. */
const VENDOR: Readonly<Record<string, string>> = {
  '/vendor/jquery.js': require.resolve('jquery'),
  '/vendor/bootstrap.css': require.resolve('bootstrap/dist/css/bootstrap.css'),
  '/vendor/bootstrap-theme.css': require.resolve('bootstrap/dist/css/bootstrap-theme.css'),
  '/vendor/bootstrap.js': require.resolve('bootstrap/dist/js/bootstrap.js'),
};
const FONTS = join(dirname(require.resolve('bootstrap/package.json')), 'dist');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};
const COOKIE = 'portal-session';

/** A small portal of another house: pages, a sign-in of its own, and tokens for the centre. */
export class Portal {
  readonly identity: Identity;
  readonly url: string;
  readonly #server: Server;
  readonly #pages: string;
  /** Address of the centre, which the pages name. */
  #centre = '';

  private constructor(server: Server, identity: Identity, url: string, pages: string) {
    this.#server = server;
    this.#pages = pages;
    this.identity = identity;
    this.url = url;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response));
  }

  /** Starts on a port; 0 takes a free one. `pages` is the folder of its pages. */
  static async start(port: number, people: readonly PortalPerson[], pages = PAGES): Promise<Portal> {
    const server = createServer();
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(port, '127.0.0.1', done);
    });
    const address = server.address();
    // By name: `localhost` is a secure context and an origin other than the centre's.
    const url = `http://localhost:${typeof address === 'object' ? address?.port : port}`;
    return new Portal(server, await Identity.create(url, people), url, pages);
  }

  /** Which centre the pages show. */
  show(centre: string): void {
    this.#centre = centre;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const session = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const person = this.identity.whoHas(session);
    switch (pathname) {
      case '/.well-known/jwks.json':
        return json(response, 200, this.identity.keySet);
      case '/portal/token':
        // With the cookie alone, for pages of this origin alone: no other origin is allowed to read the answer.
        return person === undefined ? json(response, 401, {}) : json(response, 200, { token: await this.identity.token(person) });
      case '/portal/people':
        return json(response, 200, { people: this.identity.people(), me: person ?? null });
      case '/portal/sign-in': {
        const made = this.identity.signIn(searchParams.get('person') ?? '');
        if (made === undefined || request.method !== 'POST') return json(response, 400, {});
        response.setHeader('set-cookie', `${COOKIE}=${made}; HttpOnly; SameSite=Lax; Path=/`);
        return json(response, 200, {});
      }
      case '/portal/sign-out':
        this.identity.signOut(session);
        response.setHeader('set-cookie', `${COOKIE}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`);
        return json(response, 200, {});
      case '/sw.js':
        // The one line that lets the portal's page reload without network.
        response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
        response.end(`importScripts('${this.#centre}/embed/worker.js');\n`);
        return;
      default:
        return this.#file(pathname, response);
    }
  }

  #file(pathname: string, response: ServerResponse): void {
    const file =
      VENDOR[pathname] ??
      (pathname.startsWith('/fonts/') ? inside(FONTS, pathname) : inside(this.#pages, pathname === '/' ? '/index.html' : pathname));
    if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.setHeader('content-type', type);
    response.setHeader('cache-control', 'no-cache');
    if (!type.startsWith('text/html')) {
      createReadStream(file).pipe(response);
      return;
    }
    response.setHeader('content-security-policy', policy(this.#centre));
    response.end(readFileSync(file, 'utf8').replaceAll('{{centre}}', this.#centre));
  }
}

/** What a portal must allow so that the centre's script runs: its address for scripts, and for requests and sockets. */
export function policy(centre: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${centre}`,
    `connect-src 'self' ${centre} ${centre.replace(/^http/, 'ws')}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
  ].join('; ');
}

function inside(folder: string, path: string): string | undefined {
  const file = normalize(join(folder, decodeURIComponent(path)));
  return file.startsWith(folder + sep) ? file : undefined;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
