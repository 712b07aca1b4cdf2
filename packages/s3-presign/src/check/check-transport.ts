import { isLoopback } from '../loopback.ts';
import type { SigningTarget } from '../sign/signing-target.ts';
import { refuse } from './refuse.ts';

/** Headers and fields that carry a customer key, with the option that sets each. */
const KEYS = {
  'x-amz-server-side-encryption-customer-key': 'sseCustomerKey',
  'x-amz-copy-source-server-side-encryption-customer-key': 'CopySourceSSECustomerKey',
};

/**
 * S3 refuses a customer key that comes over http; by then everybody on the way has read it.
 *
 * @param values - Headers or fields that the sender will send.
 *
 * @throws InvalidInputError `InvalidOption` for a customer key over http, but to this machine itself
 */
export function checkTransport(
  { protocol, host }: Pick<SigningTarget, 'protocol' | 'host'>,
  values: Readonly<Record<string, string>>,
): void {
  if (protocol === 'https:' || isLoopback(host)) return;
  for (const [name, option] of Object.entries(KEYS))
    if (values[name] !== undefined)
      refuse('InvalidOption', option, 'must not be sent over http: give an https endpoint');
}
