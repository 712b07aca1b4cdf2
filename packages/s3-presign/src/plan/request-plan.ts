import type { Tags } from '../check/check-tagging.ts';
import type { PresignedUrlParts } from '../presigned-url.ts';

/** What a presigned URL shall allow, settled and checked, before any lane signs it. */
export interface RequestPlan {
  readonly method: PresignedUrlParts['method'];
  readonly key: string;
  /** Goes into the URL and so needs nothing of the sender. S3 honours most `x-amz-*` headers there. */
  readonly query: Readonly<Record<string, string>>;
  /** Is signed, and so must be sent along exactly. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Stand in the query already; what they may hold depends on the service. */
  readonly tags?: Tags | undefined;
}
