const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for these, so they are replaced
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * A flat XML document as S3 answers them, such as `Error` or `PostResponse`.
 *
 * @param root - Name of the root element.
 * @param elements - Names and texts of its children. Texts are escaped, names are not: they are the caller's own.
 */
export function xmlDocument(root: string, elements: Readonly<Record<string, string>>): string {
  const body = Object.entries(elements).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${body.join('')}</${root}>`;
}

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '\ufffd')
    .replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}
