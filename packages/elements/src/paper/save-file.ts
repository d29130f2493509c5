const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * Hands a file to the person, as a download of the browser.
 *
 * @param name with its ending; what a file system does not take is replaced
 * @param type its media type; default: that of .docx
 */
export function saveFile(name: string, bytes: Uint8Array, type = DOCX): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '_');
  link.click();
  // The download has begun when the click returns; some browsers read the address a little later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
