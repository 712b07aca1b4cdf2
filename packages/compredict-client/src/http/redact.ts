import { decodeEntities } from './decode-entities.ts';

/** A URL as it may be shown: its query keeps names and loses values, user and password are gone. */
export function redactUrl(url: string | URL): string {
  const { origin, pathname, search, searchParams } = typeof url === 'string' ? new URL(url) : url;
  if (search === '') return origin + pathname;
  const names = [...new Set(searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${origin}${pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

const hidden = '[redacted]';

/** The query of a URL, absolute or not: `?…=…` up to a blank or quote. */
const query = /\?[^\s"'<>|?]*=[^\s"'<>|]*/g;

/** Names whose value lets its holder in. */
const names =
  'x-(?:amz|goog)-[a-z0-9-]{1,40}|s3_?fields|policy|signature|sig|password|authorization|awsaccesskeyid|(?:[a-z]+[_-]?)?(?:token|secret)|api_?key';

/** What stands between name and value: of the two quoted a comma too, of form fields an empty line. */
const between = String.raw`\\*["']?\s*(?:=?>|[:=])|\\*["']\s*,|"(?:\r?\n){2}`;

/** An object, a quoted text up to its own kind of quote, or a word. What has no end is hidden to the end of the text. */
const value = String.raw`\{[^}]*\}?|(?:[[(]\s*)*[bu]?(\\*["'])[^]*?(?:(?<!\\)\2|$)|(?:(?:Basic|AWS)\s+)?[^\s,;&"'<[({][^\s,;&"'<]*`;

/** `name: value`, `"name": "value"`, `name=value`, `('name', 'value')`. */
const credential = new RegExp(`(\\b(?:${names})\\b(?:${between}))\\s*(?:${value})`, 'gi');

/** `Bearer …`, `Token …`, and anything that looks like a JSON web token. */
const token = /\b(?:Bearer|Token)\s+[\w.~+/=-]{8,}|\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g;

/** Longest text of the server's that is shown. */
const maxLength = 1000;

/** How often a text may have been quoted: as JSON in a dict of Python in HTML, say. */
const maxQuoting = 6;

/**
 * A text of the server's, fit for a message: without URL queries and credentials, which its error texts may quote, and of
 * limited length. Credentials are looked for under escapes too; where some are found there, the escapes are gone.
 */
export function redactText(text: string): string {
  let safe = hide(text.slice(0, maxLength * 4));
  let plain = safe;
  for (let level = 0; level < maxQuoting; level += 1) {
    const unquoted = unquote(plain);
    if (unquoted === plain) break;
    plain = hide(unquoted);
    if (plain !== unquoted) safe = plain;
  }
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}…` : safe;
}

function hide(text: string): string {
  return text.replace(query, `?${hidden}`).replace(token, hidden).replace(credential, `$1 ${hidden}`);
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A text without the escapes of one quoting: of JSON and Python, URLs, and HTML. */
function unquote(text: string): string {
  const unescaped = text.replace(
    /\\(?:u00|x)([2-7][0-9a-f])|%([2-7][0-9a-f])|\\([\\/"'nrt])/gi,
    (_, code, percent, letter) =>
      letter ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code ?? percent, 16)),
  );
  return decodeEntities(unescaped);
}
