// A canonical request comes three times, once as hex bytes: for the longest URL that S3 takes, about 80 KB.
const MAX_CHARACTERS = 262_144;
const ELEMENT = /<([A-Za-z][\w.-]{0,63})>([^<]*)<\/\1>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of S3's, such as `Error` or `PostResponse`, into its elements by name, the first of a name counting.
 * They are flat, so a pattern does. What is no XML reads as empty; entities beyond the five of XML stay as they are, so
 * nothing can expand.
 */
export function readS3Document(text: string): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  for (const [, name = '', value = ''] of text.slice(0, MAX_CHARACTERS).matchAll(ELEMENT))
    if (!elements.has(name)) elements.set(name, decodeEntities(value));
  return elements;
}

function decodeEntities(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}
