import { amzDate } from '../sigv4/amz-date.ts';
import { encodeUri } from '../sigv4/encode.ts';
import { hmacSigner } from '../sigv4/hash.ts';
import { ALGORITHM, QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { credentialScope } from '../sigv4/string-to-sign.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';

/** What all signatures of one second have in common. */
export interface SigningMoment {
  /** In the long form, `yyyyMMddTHHmmssZ`. */
  readonly date: string;
  readonly scope: string;
  /** `<access key>/<scope>`. */
  readonly credential: string;
  /** The first parameters of every query, in canonical order, up to `X-Amz-Expires=`. */
  readonly query: string;
  readonly sessionToken: string | undefined;
  /** Last stage of Signature Version 4: the signature of a text, in hex. */
  readonly signature: (text: string) => string;
}

function queryStart(credential: string, date: string): string {
  // The AWS SDK says in the query too that the payload is not signed; both lanes give the same URL.
  return `${QUERY.algorithm}=${ALGORITHM}&${QUERY.contentSha256}=${UNSIGNED_PAYLOAD}&${QUERY.credential}=${encodeUri(credential)}&${QUERY.date}=${date}&${QUERY.expires}=`;
}

/** Makes signing moments, of a time in milliseconds, each once: a signing key serves a whole day, the other parts a whole second. */
export function signingMoments(
  target: SigningTarget,
  credentials: SigningCredentials,
): (signedAt: number) => SigningMoment {
  let day = '';
  let signature: SigningMoment['signature'] | undefined;
  let second = Number.NaN;
  let moment: SigningMoment | undefined;
  return (signedAt) => {
    if (moment !== undefined && signedAt === second) return moment;
    const date = amzDate(new Date(signedAt));
    const scope = credentialScope(date, target.region, target.service);
    if (signature === undefined || !date.startsWith(day)) {
      day = date.slice(0, 8);
      signature = hmacSigner(signingKey(credentials.secretAccessKey, date, target.region, target.service));
    }
    second = signedAt;
    const credential = `${credentials.accessKeyId}/${scope}`;
    moment = {
      date,
      scope,
      credential,
      query: queryStart(credential, date),
      sessionToken: credentials.sessionToken,
      signature,
    };
    return moment;
  };
}
