// Looked for at the beginning of a word alone: in a long one that is none of them, every letter would be tried.
const SECRET = /(?<![\w-])[\w-]*(?:security-token|customer-key)[\w-]*/i;

// A whole form or query that was sent as the name of one field, which S3 quotes in lower case; encoded or as JSON, too.
const SIGNED =
  /(?:(?:x-amz-(?:algorithm|credential|date|signature)|policy)(?:=|%(?:25)*3d)|(?:x-amz-signature|policy)(?:\\?"|%22)\s*:).*/is;

/**
 * What may be kept of S3's message about a request. A condition of a policy quotes the value that it demands, and that of
 * some fields is nobody's business.
 *
 * @param culprit - Name of the field, header or parameter at fault.
 *
 * @returns The message, up to a signature that it quotes or, if it is about a secret, only which one.
 */
export function withoutSecrets(message: string, culprit = ''): string {
  const [secret] = SECRET.exec(message) ?? SECRET.exec(culprit) ?? [];
  return secret === undefined
    ? message.replace(SIGNED, '[redacted]')
    : `About the secret ${secret.slice(0, 60)}.`;
}
