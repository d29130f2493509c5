import { encode } from 'uqr';

/** Modules that stay white around a code, as ISO/IEC 18004 asks. */
const QUIET = 4;

/**
 * A QR code as one SVG path, a unit a module.
 *
 * @returns the side with its quiet zone, and the path of the dark modules
 */
export function qrPath(text: string): { readonly side: number; readonly path: string } {
  // Medium: a fold or a stamp over it may cost a seventh of it.
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const rows = data.map((row, y) => {
    let path = '';
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      let end = x;
      while (row[end] === true) end++;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
    return path;
  });
  return { side: size, path: rows.join('') };
}
