/** Text that looks like a document of JSON and is one, parsed; undefined for any other. */
export function parseJson(text: string): unknown {
  if (!/^\s*[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
