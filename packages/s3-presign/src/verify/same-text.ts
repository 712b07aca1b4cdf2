/** Compares two secrets in a time that depends on their lengths alone, so that answers leak no matching prefix. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  // Behind the end of `b` there is NaN, which counts as zero.
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
