/**
 * What S3 tells back of how something is encrypted, when it is stored and when its upload begins: all that it keeps of that,
 * which of a customer's key is the MD5.
 *
 * @param answer - The headers that these are put to.
 */
export function withEncryption(
  answer: Record<string, string>,
  kept: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const name in kept)
    if (name.startsWith('x-amz-server-side-encryption')) answer[name] = kept[name] ?? '';
  return answer;
}
