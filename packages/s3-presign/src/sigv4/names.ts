/** Names of Signature Version 4 as they stand on the wire, each in one place. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';
export const TERMINATOR = 'aws4_request';
export const SERVICE = 's3';
/** Payload line of a request whose body is not known when it is signed (S3's "Authenticating Requests: Using Query Parameters"). */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export const QUERY = {
  algorithm: 'X-Amz-Algorithm',
  contentSha256: 'X-Amz-Content-Sha256',
  credential: 'X-Amz-Credential',
  date: 'X-Amz-Date',
  expires: 'X-Amz-Expires',
  regionSet: 'X-Amz-Region-Set',
  /** In place of {@link QUERY.securityToken} where a session of S3 Express signs. */
  s3SessionToken: 'X-Amz-S3session-Token',
  securityToken: 'X-Amz-Security-Token',
  signature: 'X-Amz-Signature',
  signedHeaders: 'X-Amz-SignedHeaders',
} as const;

/** Longest path and query that S3 takes in a request, in characters; it answers 400 to longer ones. */
export const MAX_REQUEST_TARGET = 16_384;

/** Longest life that S3 takes for a presigned URL: seven days, in seconds. */
export const MAX_EXPIRES_IN = 604_800;
