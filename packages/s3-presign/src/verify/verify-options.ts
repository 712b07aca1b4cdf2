import { Refusal } from './refusal.ts';
import { sameText } from './same-text.ts';

/** Credentials that a request may have been signed with. */
export interface KnownCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Given: the request must carry exactly this token. */
  readonly sessionToken?: string;
  /** When the credentials end. Default: never. */
  readonly expiration?: Date;
}

/** What a server knows when a signed request arrives. */
export interface VerifyOptions {
  /** One set of credentials, several, or a look-up that answers `undefined` for an access key nobody has. */
  readonly credentials:
    | KnownCredentials
    | readonly KnownCredentials[]
    | ((accessKeyId: string) => KnownCredentials | undefined);
  /** Region that must have been signed for. Default: any. */
  readonly region?: string;
  /** The server's time. Default: the machine's clock. */
  readonly now?: () => Date;
}

/** How far ahead of the server's clock a signature may be dated, in milliseconds. S3 says 15 minutes of other clocks. */
export const MAX_SKEW_MS: number = 15 * 60 * 1000;

/** The parts of a `Credential`: `<access key>/<yyyymmdd>/<region>/s3/aws4_request`. */
export interface Credential {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly scope: string;
}

/** What S3 calls wrong with a `Credential`. */
interface WrongCredential {
  readonly wrong: string;
  readonly region?: string;
}

// A server sees the same one all day.
let last:
  | { readonly text: string; readonly region: string | undefined; readonly read: Credential }
  | undefined;

/** Reads a `Credential`, or answers what S3 calls wrong with it. */
export function parseCredential(text: string, options: VerifyOptions): Credential | WrongCredential {
  const { region } = options;
  if (last !== undefined && last.text === text && last.region === region) return last.read;
  const read = readCredential(text, options);
  if (!('wrong' in read)) last = { text, region, read };
  return read;
}

function readCredential(text: string, options: VerifyOptions): Credential | WrongCredential {
  const parts = text.split('/');
  // An access key may hold slashes itself (noobaa#7931), so the scope is what stands at the end.
  const at = parts.length - 4;
  const [day, region, service, terminator] = [parts[at], parts[at + 1], parts[at + 2], parts[at + 3]];
  const scope = `${day}/${region}/${service}/${terminator}`;
  const accessKeyId = text.slice(0, -scope.length - 1);
  if (!accessKeyId || !day || !region || !service || !terminator)
    return {
      wrong: 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    };
  if (!/^\d{8}$/.test(day))
    return {
      wrong: `incorrect date format "${day}". This date in the credential must be in the format "yyyyMMdd".`,
    };
  if (options.region !== undefined && region !== options.region)
    return {
      wrong: `the region '${region}' is wrong; expecting '${options.region}'`,
      region: options.region,
    };
  if (service !== 's3') return { wrong: `incorrect service "${service}". This endpoint belongs to "s3".` };
  if (terminator !== 'aws4_request')
    return { wrong: `incorrect terminal "${terminator}". This endpoint uses "aws4_request".` };
  return { accessKeyId, day, region, scope };
}

/** Finds the credentials of an access key, still alive and used with their own session token, or refuses. */
export function findCredentials(
  accessKeyId: string,
  sessionToken: string | undefined,
  options: VerifyOptions,
  now: Date,
): KnownCredentials | Refusal {
  const { credentials } = options;
  const known = knownBy(accessKeyId, credentials);
  if (known === undefined || known === null)
    return new Refusal({
      code: 'InvalidAccessKeyId',
      status: 403,
      message: 'The AWS Access Key Id you provided does not exist in our records.',
      culprit: { kind: 'credential' },
      details: { AWSAccessKeyId: accessKeyId },
    });
  if (!sameText(known.sessionToken ?? '', sessionToken ?? ''))
    return new Refusal({
      code: 'InvalidToken',
      status: 400,
      message: 'The provided token is malformed or otherwise invalid.',
      culprit: { kind: 'parameter', name: 'X-Amz-Security-Token' },
    });
  // Anything but a time to come has ended: a text out of JSON, too.
  if (known.expiration !== undefined && !(known.expiration > now))
    return new Refusal({
      code: 'ExpiredToken',
      status: 400,
      message: 'The provided token has expired.',
      culprit: { kind: 'credential' },
    });
  return known;
}

function knownBy(
  accessKeyId: string,
  credentials: VerifyOptions['credentials'],
): KnownCredentials | undefined {
  if (typeof credentials === 'function') return credentials(accessKeyId);
  const list: readonly KnownCredentials[] = Array.isArray(credentials) ? credentials : [credentials];
  return list.find((one) => one.accessKeyId === accessKeyId);
}
