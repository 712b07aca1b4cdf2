/** What an element holds: text, elements, or several elements of one name. What is `undefined` is left out. */
export type XmlContent = string | XmlElements | readonly (string | XmlElements)[] | undefined;

/** Elements by name, in their order. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for these, so they are replaced
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * An XML document as S3 answers them, such as `Error`, `PostResponse` or `ListBucketResult`.
 *
 * @param root - Name of the root element.
 * @param content - What it holds. Texts are escaped, names are not: they are the caller's own.
 * @param namespace - Of the root; S3's errors have none, its other answers {@link S3_NAMESPACE}.
 */
export function xmlDocument(root: string, content: XmlElements | string, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

/** Namespace of S3's documents. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

function inner(content: XmlElements | string): string {
  if (typeof content === 'string') return escapeXml(content);
  let xml = '';
  for (const [name, child] of Object.entries(content))
    for (const one of [child].flat()) if (one !== undefined) xml += `<${name}>${inner(one)}</${name}>`;
  return xml;
}

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '\ufffd')
    .replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}
