import { isLoopback } from '../loopback.ts';
import type { SigningTarget } from '../sign/signing-target.ts';
import { refuse } from './refuse.ts';

/**
 * S3 refuses a customer key that comes over http; by then everybody on the way has read it.
 *
 * @param values - Headers or fields that the sender will send.
 *
 * @throws InvalidInputError `InvalidOption` for a customer key over http, but to this machine itself
 */
export function checkTransport(
  { protocol, host }: SigningTarget,
  values: Readonly<Record<string, string>>,
): void {
  if (protocol === 'https:' || isLoopback(host)) return;
  if (values['x-amz-server-side-encryption-customer-key'] !== undefined)
    refuse('InvalidOption', 'sseCustomerKey', 'must not be sent over http: give an https endpoint');
}
