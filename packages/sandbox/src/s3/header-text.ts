/** Text as a header can carry it: S3 answers non-ASCII metadata in the encoded words of RFC 2047. */
export function headerText(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

/** Whether a header can have this name: a token of RFC 9110. A name that is none can be stored, but never be answered. */
export function isHeaderName(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}
