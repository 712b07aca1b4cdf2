import { isLoopback } from '../loopback.ts';
import { withoutUserInfo } from '../user-info.ts';
import type { InspectionBase, InspectionWarning } from './inspection.ts';

/** What the dates of a signature come to at a moment. */
export type Life = Pick<InspectionBase, 'signedAt' | 'expiresAt' | 'expired' | 'remainingSeconds'>;

/** From when to when something signed holds, and how long from now. */
export function lifeAt(now: Date, signedAt: Date | undefined, expiresAt: Date | undefined): Life {
  if (expiresAt === undefined) return { signedAt, expiresAt, expired: false, remainingSeconds: undefined };
  const left = expiresAt.getTime() - now.getTime();
  return {
    signedAt,
    expiresAt,
    expired: left <= 0,
    remainingSeconds: Math.max(0, Math.floor(left / 1000)),
  };
}

const DAY_SECONDS = 86_400;
// What AssumeRole gives where nobody asks for more; more life than that is promised by few sessions.
const SESSION_SECONDS = 3600;
// What CreateSession of S3 Express gives, and no more.
const EXPRESS_SESSION_SECONDS = 300;

/** Whose credentials signed: lasting ones (`undefined`), temporary ones, or those of a session of S3 Express. */
export type Session = 'temporary' | 'express' | undefined;

/** Warnings that URLs and forms share: about their life, the transport and the credentials. */
export function* commonWarnings(
  { signedAt, expiresAt, expired, remainingSeconds }: Life,
  url: string,
  signatureVersion: InspectionBase['signatureVersion'],
  session: Session,
): Generator<InspectionWarning> {
  if (expired)
    yield { code: 'Expired', message: `It ended at ${expiresAt?.toISOString()}: presign a new one.` };
  const seconds =
    signedAt && expiresAt ? (expiresAt.getTime() - signedAt.getTime()) / 1000 : (remainingSeconds ?? 0);
  if (seconds > DAY_SECONDS)
    yield {
      code: 'LongLife',
      message: `It lives for ${Math.round((seconds / DAY_SECONDS) * 10) / 10} days, and whoever holds it can use it: minutes are enough for most.`,
    };
  if (session === 'express' && seconds > EXPRESS_SESSION_SECONDS)
    yield {
      code: 'TemporaryCredentials',
      message:
        'A session of S3 Express signed it, which lasts for five minutes: it ends then, which is before its own end.',
    };
  if (session === 'temporary' && seconds > SESSION_SECONDS)
    yield {
      code: 'TemporaryCredentials',
      message: 'Temporary credentials signed it: it ends when they do, which may be before its own end.',
    };
  const bare = withoutUserInfo(url);
  if (bare !== url)
    yield {
      code: 'UserInfo',
      message:
        'User and password stand before the host: fetch refuses that, and other clients send them as a second authentication, which S3 refuses.',
    };
  const [, host] = /^http:\/\/([^/?#]*)/i.exec(bare) ?? [];
  if (host !== undefined && !isLoopback(host))
    yield {
      code: 'InsecureTransport',
      message: 'It is sent over http, readable on the way: sign for https.',
    };
  if (signatureVersion === 2)
    yield {
      code: 'SigV2',
      message:
        'Its signature is of version 2, which newer AWS regions, KMS objects and most other services refuse. In boto3, set signature_version="s3v4".',
    };
}
