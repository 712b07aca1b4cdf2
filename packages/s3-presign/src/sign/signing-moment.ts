import { amzDate } from '../sigv4/amz-date.ts';
import { encodeUri } from '../sigv4/encode.ts';
import { hmacSigner } from '../sigv4/hash.ts';
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
  /** The same for a query. */
  readonly encodedCredential: string;
  readonly sessionToken: string | undefined;
  /** Last stage of Signature Version 4: the signature of a text, in hex. */
  readonly signature: (text: string) => string;
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
      encodedCredential: encodeUri(credential),
      sessionToken: credentials.sessionToken,
      signature,
    };
    return moment;
  };
}
