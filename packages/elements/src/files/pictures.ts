import { type FileRef, MAX_FILE_BYTES, type NewFile, type Result, refuse } from '@onedoor/core';

/** Pictures that a browser draws and runs nothing of: an SVG or a page would run with the rights of ours. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'image/bmp']);
const PREVIEW_PX = 320;
const PREVIEW_QUALITY = 0.72;

export const isPicture = ({ type }: Pick<FileRef, 'type'>): boolean => PICTURES.has(type);

/** Of what kind a blob of a file's bytes is: a picture, or bytes that no browser shows in place. */
export const blobOf = (file: FileRef, bytes: Uint8Array): Blob =>
  new Blob([new Uint8Array(bytes)], { type: isPicture(file) ? file.type : 'application/octet-stream' });

/** A file that a person chose, read, with a small picture where it is one. */
export async function readFile(file: File): Promise<Result<NewFile>> {
  if (file.size === 0 || file.size > MAX_FILE_BYTES)
    return refuse('TOO_LARGE', {
      seen: `${file.name}: ${file.size} bytes`,
      expected: `1 to ${MAX_FILE_BYTES} bytes`,
      todo: 'Take a smaller one, or split it.',
    });
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const preview = isPicture(file) ? await previewOf(file) : undefined;
    return { ok: true, value: { name: file.name, type: file.type, bytes, ...(preview === undefined ? {} : { preview }) } };
  } catch (error) {
    return refuse('NOT_FOUND', { seen: `${file.name}: ${String(error)}`, expected: 'a file that can be read', todo: 'Choose it again.' });
  }
}

/** Drawn anew, so that it carries none of what a camera writes beside the picture. */
async function previewOf(file: Blob): Promise<Uint8Array | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PREVIEW_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', PREVIEW_QUALITY));
    return small === null ? undefined : new Uint8Array(await small.arrayBuffer());
  } catch {
    // It is called a picture and is none, or of a kind that this browser does not know.
    return undefined;
  }
}
