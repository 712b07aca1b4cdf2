// Of S3, in either version of its signatures, and of Azure.
const ESCAPED_QUERY = /(?:[?&]|%(?:25)*(?:3F|26))(?:X-Amz-|sig(?:nature)?(?:=|%(?:25)*3D)).*/is;

/** Who escapes the question mark of a presigned URL, once or more, sends its query as a part of the path. */
export function withoutQuery(path: string): string {
  const hasMark = path.includes('?') || path.includes('&') || path.includes('%');
  return hasMark ? path.replace(ESCAPED_QUERY, '?[redacted]') : path;
}
