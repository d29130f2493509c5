/** The hue of a department's mark, in degrees: the same on every screen, without a table to keep. */
export function departmentHue(department: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < department.length; at++) hash = Math.imul(hash ^ department.charCodeAt(at), 16_777_619) >>> 0;
  return hash % 360;
}
