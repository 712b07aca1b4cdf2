// The URI encoding of Signature Version 4: only A-Z a-z 0-9 - . _ ~ stay bare, everything else becomes the %XX of its
// UTF-8 bytes in uppercase hex. `encodeURIComponent` leaves ! ' ( ) * bare too.
const BARE = /^[A-Za-z0-9\-._~]*$/;
const BARE_PATH = /^[A-Za-z0-9\-._~/]*$/;
const LEFT_BARE_BY_JS = /[!'()*]/g;

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Encodes a query name or value.
 *
 * @throws URIError when the text holds a lone surrogate, which has no UTF-8 form.
 */
export function encodeUri(text: string): string {
  // Most names and values need no encoding, and the test is far cheaper than the call.
  return BARE.test(text) ? text : encodeURIComponent(text).replace(LEFT_BARE_BY_JS, percent);
}

/** Encodes an object key for the path: once, with `/` kept and no normalisation of `//` or dots, as S3 alone does. */
export function encodePath(path: string): string {
  return BARE_PATH.test(path) ? path : encodeUri(path).replaceAll('%2F', '/');
}
