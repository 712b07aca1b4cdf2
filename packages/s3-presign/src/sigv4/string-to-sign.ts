import { datedHashSigner, type HmacKey, sha256Hex } from './hash.ts';
import { ALGORITHM, SERVICE, TERMINATOR } from './names.ts';

/** Where and when a signature holds: `yyyymmdd/region/s3/aws4_request`. */
export function credentialScope(date: string, region: string, service: string = SERVICE): string {
  return `${date.slice(0, 8)}/${region}/${service}/${TERMINATOR}`;
}

/** The string to sign up to the hash of the canonical request: the same for all that is signed in one second. */
export function stringToSignHead(date: string, scope: string): string {
  return `${ALGORITHM}\n${date}\n${scope}\n`;
}

/** The last two stages of Signature Version 4 for many requests of one key and scope: the signature in hex. */
export function requestSigner(key: HmacKey, scope: string): (date: string, canonical: string) => string {
  return datedHashSigner(key, stringToSignHead(ANY_DATE, scope), ALGORITHM.length + 1);
}

const ANY_DATE = 'yyyyMMddTHHmmssZ';

/** Second stage of Signature Version 4. `date` is in the long form, `yyyyMMddTHHmmssZ`. */
export function stringToSign(date: string, scope: string, canonical: string): string {
  return stringToSignHead(date, scope) + sha256Hex(canonical);
}
