import { fault } from '../s3-fault.ts';

const NAME = 'x-amz-server-side-encryption';

/** How S3 encrypts by its own keys. */
const METHODS = ['AES256', 'aws:kms', 'aws:kms:dsse'];

/**
 * Refuses a way of encryption that S3 does not have, and one besides a key of the customer's.
 *
 * @param customerKey - The MD5 of that key.
 * @throws S3Fault in the words of S3.
 */
export function checkEncryption(method: string | undefined, customerKey: string | undefined): void {
  if (method === undefined) return;
  if (!METHODS.includes(method)) throw refused('The encryption method specified is not supported', method);
  if (customerKey !== undefined)
    throw refused(
      'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      method,
    );
}

function refused(message: string, method: string): Error {
  const details = { ArgumentName: NAME, ArgumentValue: method };
  return fault(400, 'InvalidArgument', message, details, { kind: 'header', name: NAME });
}

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
  for (const name in kept) if (name.startsWith(NAME)) answer[name] = kept[name] ?? '';
  return answer;
}
