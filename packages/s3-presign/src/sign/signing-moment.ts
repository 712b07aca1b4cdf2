import { amzDate } from '../sigv4/amz-date.ts';
import { encodeUri } from '../sigv4/encode.ts';
import { type HmacKey, hashSigner, textSigner } from '../sigv4/hash.ts';
import { ALGORITHM, QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { credentialScope, stringToSignHead } from '../sigv4/string-to-sign.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';

/** What all signatures of one second have in common. */
export interface SigningMoment {
  /** The first parameters of every query, in canonical order, up to `X-Amz-Expires=`. */
  readonly query: string;
  readonly sessionToken: string | undefined;
  /** The fields of every form, but those that differ: key, policy and signature. */
  readonly fields: Readonly<Record<string, string>>;
  /** The conditions that cover {@link fields}, as JSON, a comma behind each. */
  readonly conditions: string;
  /** The last two stages of Signature Version 4: the signature of a canonical request, in hex. */
  readonly signRequest: (canonical: string) => string;
  /** The last stage alone: the signature of a policy, in hex. */
  readonly signPolicy: (policy: string) => string;
}

function queryStart(credential: string, date: string): string {
  // The AWS SDK says in the query too that the payload is not signed; both lanes give the same URL.
  return `${QUERY.algorithm}=${ALGORITHM}&${QUERY.contentSha256}=${UNSIGNED_PAYLOAD}&${QUERY.credential}=${encodeUri(credential)}&${QUERY.date}=${date}&${QUERY.expires}=`;
}

function formFields(
  bucket: string,
  credential: string,
  date: string,
  sessionToken: string | undefined,
): Record<string, string> {
  return {
    // Without a bucket condition S3 may refuse the form for having an uncovered bucket (aws-sdk-php#3292).
    bucket,
    [QUERY.algorithm]: ALGORITHM,
    [QUERY.credential]: credential,
    [QUERY.date]: date,
    ...(sessionToken && { [QUERY.securityToken]: sessionToken }),
  };
}

/** A condition for each field, as JSON, a comma behind each: S3 refuses every field that no condition covers. */
export function exactConditions(fields: Readonly<Record<string, string>>): string {
  let text = '';
  // Names are S3's own or tokens, in which nothing wants to be escaped.
  for (const name in fields) text += `{"${name}":${JSON.stringify(fields[name])}},`;
  return text;
}

/** Makes signing moments, of a time in milliseconds, each once: a signing key serves a whole day, the other parts a whole second. */
export function signingMoments(
  target: SigningTarget,
  credentials: SigningCredentials,
): (signedAt: number) => SigningMoment {
  let day = '';
  let key: HmacKey | undefined;
  let signPolicy: SigningMoment['signPolicy'] | undefined;
  let second = Number.NaN;
  let moment: SigningMoment | undefined;
  return (signedAt) => {
    if (moment !== undefined && signedAt === second) return moment;
    const date = amzDate(new Date(signedAt));
    const scope = credentialScope(date, target.region, target.service);
    if (key === undefined || signPolicy === undefined || !date.startsWith(day)) {
      day = date.slice(0, 8);
      key = signingKey(credentials.secretAccessKey, date, target.region, target.service);
      signPolicy = textSigner(key);
    }
    second = signedAt;
    const credential = `${credentials.accessKeyId}/${scope}`;
    const fields = formFields(target.bucket, credential, date, credentials.sessionToken);
    moment = {
      query: queryStart(credential, date),
      sessionToken: credentials.sessionToken,
      fields,
      conditions: exactConditions(fields),
      signRequest: hashSigner(key, stringToSignHead(date, scope)),
      signPolicy,
    };
    return moment;
  };
}
