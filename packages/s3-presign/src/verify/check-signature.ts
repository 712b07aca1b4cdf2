import { stringToSign } from '../sigv4/string-to-sign.ts';
import type { Refusal } from './refusal.ts';
import { sameText } from './same-text.ts';
import { signatureDoesNotMatch } from './signed-headers.ts';
import { signingOf } from './signing-of.ts';
import type { Credential, KnownCredentials } from './verify-options.ts';

/** Refuses a request whose signature is not that of its canonical form. */
export function checkSignature(
  known: KnownCredentials,
  credential: Credential,
  {
    date,
    canonical,
    signature,
  }: { readonly date: string; readonly canonical: string; readonly signature: string },
): Refusal | undefined {
  if (sameText(signingOf(known, credential).request(date, canonical), signature)) return undefined;
  const text = stringToSign(date, credential.scope, canonical);
  return signatureDoesNotMatch({ accessKeyId: credential.accessKeyId, text, canonical, signature });
}
