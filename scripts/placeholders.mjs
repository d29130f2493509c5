// Writes the list of placeholders into docs/guide/templates.md from what plugins declare: `node --import tsx --conditions=source scripts/placeholders.mjs`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = 'docs/guide/templates.md';
const BEGIN = '<!-- placeholders: made by scripts/placeholders.mjs -->';
const ROOT = new URL('..', import.meta.url);

/** Placeholders of all levels, by path. */
const pathsOf = (placeholders, before = '') =>
  Object.entries(placeholders).flatMap(([name, placeholder]) => [
    { path: `${before}${name}`, ...placeholder },
    ...pathsOf(placeholder.within ?? {}, `${before}${name}.`),
  ]);

function row({ path, kind, required }, texts) {
  const name = path.split('.').at(-1);
  const written = kind === 'words' ? `\`{${name}}\`` : `\`{#${name}}\` … \`{/${name}}\``;
  const inside = path === name ? '' : ` in \`${path.slice(0, -name.length - 1)}\``;
  return `| ${written}${inside} | ${kind} | ${required === true ? 'yes' : ''} | ${texts[path]} |`;
}

async function papers() {
  const plugins = readdirSync(new URL('plugins', ROOT)).filter((name) => existsSync(new URL(`plugins/${name}/src/settings.ts`, ROOT)));
  const parts = [];
  for (const plugin of plugins) {
    const { default: set } = await import(new URL(`plugins/${plugin}/src/settings.ts`, ROOT).href);
    for (const [paper, load] of Object.entries(set.papers ?? {})) {
      const { placeholders, locales } = await load();
      const [zh, en] = ['zh', 'en'].map((locale) => set.locales[locale][`setting.paper.${paper}`]);
      parts.push(
        [
          `### ${en} (${zh}), \`${plugin}.paper.${paper}\``,
          '',
          '| written as | kind | required | stands for |',
          '|---|---|---|---|',
          ...pathsOf(placeholders).map((each) => row(each, locales.en)),
        ].join('\n'),
      );
    }
  }
  return parts.join('\n\n');
}

const before = readFileSync(new URL(PAGE, ROOT), 'utf8').split(BEGIN)[0];
const page = `${before}${BEGIN}\n\n${await papers()}\n`;
if (process.argv[2] === '--print') process.stdout.write(page);
else writeFileSync(fileURLToPath(new URL(PAGE, ROOT)), page);
