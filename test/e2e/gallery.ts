import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHOTS } from './support.js';

export const GALLERY = join(SHOTS, 'gallery');

/** One picture of the gallery. */
export interface Picture {
  readonly screen: string;
  readonly width: number;
  readonly language: string;
  readonly theme: string;
  readonly file: string;
}

export const pictureOf = (screen: string, width: number, language: string, theme: string): Picture => ({
  screen,
  width,
  language,
  theme,
  file: `${screen}-${width}-${language}-${theme}.jpg`,
});

const CHOICES = ['screen', 'width', 'language', 'theme'] as const;

const NAME = /^(.+)-(1440|720|390)-(zh|en)-(light|dark|forced)\.jpg$/;

/** All pictures that lie in the gallery, of whichever run. */
function allPictures(): Picture[] {
  return readdirSync(GALLERY)
    .sort()
    .flatMap((file) => {
      const [, screen, width, language, theme] = NAME.exec(file) ?? [];
      return screen === undefined || language === undefined || theme === undefined
        ? []
        : [pictureOf(screen, Number(width), language, theme)];
    });
}

/** A page without anything from elsewhere: choose by screen, width, language and theme, leaf through by arrow keys. */
export function writeGallery(): void {
  mkdirSync(GALLERY, { recursive: true });
  const data = JSON.stringify(allPictures()).replaceAll('<', '\\u003c');
  writeFileSync(
    join(GALLERY, 'index.html'),
    `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Onedoor: screens</title>
<style>
  body { margin: 0; font: 14px/1.5 system-ui, sans-serif; background: #f3f1ec; color: #1c1e21; }
  form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: 8px 16px; padding: 8px 16px; background: #fff; border-bottom: 1px solid #dcd8cf; }
  main { padding: 16px; text-align: center; }
  img { max-width: 100%; border: 1px solid #dcd8cf; background: #fff; }
</style>
<form>
  ${CHOICES.map((name) => `<label>${name} <select name="${name}"></select></label>`).join('\n  ')}
  <output></output>
  <span>← → leaf through</span>
</form>
<main><img alt="" /></main>
<script>
  const pictures = ${data};
  const form = document.forms[0];
  const names = ${JSON.stringify(CHOICES)};
  for (const name of names) {
    form[name].append(new Option('all', ''), ...[...new Set(pictures.map((each) => String(each[name])))].map((value) => new Option(value)));
  }
  let at = 0;
  const chosen = () => pictures.filter((each) => names.every((name) => form[name].value === '' || String(each[name]) === form[name].value));
  const show = () => {
    const list = chosen();
    at = list.length === 0 ? 0 : (at + list.length) % list.length;
    const picture = list[at];
    document.querySelector('output').textContent = picture === undefined ? 'none' : (at + 1) + ' of ' + list.length + ': ' + picture.file;
    const image = document.querySelector('img');
    image.src = picture?.file ?? '';
    image.alt = picture?.file ?? '';
  };
  form.addEventListener('change', () => { at = 0; show(); });
  addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLSelectElement) return;
    if (event.key === 'ArrowRight') at += 1;
    else if (event.key === 'ArrowLeft') at -= 1;
    else return;
    show();
  });
  show();
</script>
</html>
`,
  );
}
