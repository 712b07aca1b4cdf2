import { type HmacKey, hmacKey, hmacSha256 } from './hash.ts';
import { SERVICE, TERMINATOR } from './names.ts';

/** Third stage of Signature Version 4: the key of one secret, day, region and service. */
export function signingKey(
  secretAccessKey: string,
  date: string,
  region: string,
  service: string = SERVICE,
): HmacKey {
  let key = hmacKey(`AWS4${secretAccessKey}`);
  for (const part of [date.slice(0, 8), region, service, TERMINATOR]) key = hmacKey(hmacSha256(key, part));
  return key;
}
