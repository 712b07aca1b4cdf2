import type { PartRange } from './plan/plan-upload-parts.ts';
import type { PresignedUrl } from './presigned-url.ts';

/** One part of a multipart upload: send `body.slice(start, end)` by `presigned`, keep the answer's `ETag`. */
export interface PresignedPart extends PartRange {
  readonly presigned: PresignedUrl;
}
