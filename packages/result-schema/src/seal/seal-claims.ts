import * as v from 'valibot';

/** The algorithm of every seal, in JSON Web Token's words: HMAC with SHA-256. */
export const sealAlgorithm = 'HS256';

/** The type in every seal's header: a token made with the same secret for another purpose is no seal (RFC 8725, 3.11). */
export const sealType = 'ai-core-seal+jwt';

/** What a seal says, under a JSON Web Token's names where it has some. */
export interface SealClaims {
  /** The run. */
  readonly jti: string;
  /** When it was sealed and when it ends, in seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** The key that the result must be found under. */
  readonly key?: string;
  /** The caller's own. */
  readonly data: unknown;
}

/** Schema of {@link SealClaims}. */
export const SealClaims: v.GenericSchema<unknown, SealClaims> = v.object({
  jti: v.string(),
  iat: v.number(),
  exp: v.number(),
  key: v.exactOptional(v.string()),
  data: v.unknown(),
});
