/**
 * A URL without user and password. Clients keep them out of the host, and send them as an authentication of their own,
 * next to which S3 takes no signature.
 */
export function withoutUserInfo(url: string): string {
  return url.replace(/^(https?:[\\/]*)[^\\/?#]*@/i, '$1');
}
