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

/** `name: value`, `"name": "value"`, `name=value` where the name says that the value lets its holder in. */
const credential =
  /(["']?)\b((?:x-amz-[a-z0-9-]+|s3_?fields|policy|signature|sig|password|authorization|awsaccesskeyid|(?:[a-z]+[_-]?)?(?:token|secret)|api_?key)\b)\1\s*([:=])\s*(?:\{[^}]*\}?|"[^"]*"?|'[^']*'?|[^\s,;&"']+)/gi;

/** `Bearer …`, `Token …`, and anything that looks like a JSON web token. */
const token = /\b(?:Bearer|Token)\s+[\w.~+/=-]{8,}|\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g;

/** Longest text of the server's that is shown. */
const maxLength = 1000;

/**
 * A text of the server's, fit for a message: without URL queries and credentials, which its error texts may quote, and of
 * limited length.
 */
export function redactText(text: string): string {
  const safe = text
    .slice(0, maxLength * 4)
    .replace(query, `?${hidden}`)
    .replace(token, hidden)
    .replace(credential, `$1$2$1$3 ${hidden}`);
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}…` : safe;
}
