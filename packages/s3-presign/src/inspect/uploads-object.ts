// What nobody signs but for an upload. If-None-Match is not among it: a GET that asks for changes alone has it too.
const UPLOAD_HEADER =
  /^(content-(type|length|md5|encoding|language|disposition)|x-amz-(acl|tagging|storage-class|website-redirect-location|(meta|grant|object-lock)-.+))$/;

/**
 * Whether a URL is for the upload of a whole object: by its method or, where that is not known, by what is signed. A part
 * is none: it has no type, and its size is seen by whoever completes the upload. Nor is a copy, or a PUT of something
 * else, such as an ACL.
 *
 * @param headers - Names in lower case of what is signed, the query's headers among them.
 */
export function uploadsObject(
  method: string | undefined,
  query: ReadonlyMap<string, string>,
  headers: readonly string[],
): boolean {
  if (query.has('partNumber') || query.has('uploadId') || headers.includes('x-amz-copy-source')) return false;
  // What else S3 does with a key is named by a parameter without a value: ?acl, ?tagging, ?uploads …
  for (const [name, value] of query) if (value === '' && !/^x-/i.test(name)) return false;
  return method === undefined ? headers.some((name) => UPLOAD_HEADER.test(name)) : method === 'PUT';
}
