import type { SealSecret } from '@x/result-schema/seal';
import { InboxError } from './inbox-error.ts';

/** As many as a seal asks for (RFC 7518, section 3.2). With fewer, every result would fail and none be handed out. */
const minBytes = 32;

/** One secret or more, each long enough, or an error. */
export function checkSecret(secret: SealSecret | readonly SealSecret[]): void {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0 || secrets.some((each) => lengthOf(each) < minBytes))
    throw new InboxError(
      'InvalidOption',
      `secret must have at least ${minBytes} bytes, and so must each of a list.`,
    );
}

function lengthOf(secret: unknown): number {
  if (typeof secret === 'string') return Buffer.byteLength(secret);
  return secret instanceof Uint8Array ? secret.length : 0;
}
