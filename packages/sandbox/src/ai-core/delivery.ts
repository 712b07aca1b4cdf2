import { withoutQuery } from '../without-query.ts';
import type { Target } from './callbacks.ts';

/** What a callback target is: decides how a result is sent there. */
export type DeliveryKind = 's3-put' | 's3-post' | 'azure-blob' | 'endpoint';

/** How a result is sent. */
export type DeliveryMethod = 'PUT' | 'POST';

/** One attempt to deliver a result. Holds no secret: no query, no form fields, no body. */
export interface Delivery {
  readonly jobId: string;
  readonly kind: DeliveryKind;
  readonly method: DeliveryMethod;
  /** Origin and path of the target, without query. */
  readonly target: string;
  /** Did the target take it? */
  readonly ok: boolean;
  /** Status of the answer; absent if there was none. */
  readonly status?: number;
  /** What went wrong: code and message of S3's or Azure's error document, or of the connection; of others the status. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/**
 * Tells targets apart by what makes them work, not by host name, so that every S3 and Azure emulator is recognised:
 * a choice of the sandbox (wire contract, section 7).
 */
export function kindOf({ url: { searchParams }, fields }: Target): DeliveryKind {
  if (fields !== undefined) return 's3-post';
  if (searchParams.has('X-Amz-Signature') || searchParams.has('AWSAccessKeyId')) return 's3-put';
  if (searchParams.has('sig') && searchParams.has('sv')) return 'azure-blob';
  return 'endpoint';
}

/** Where a result goes, without what lets it in. */
export const placeOf = ({ url: { origin, pathname } }: Target): string => withoutQuery(origin + pathname);

/** Storage takes a PUT, but for S3's forms; an endpoint takes a POST. */
export const methodFor = (kind: DeliveryKind): DeliveryMethod =>
  kind === 's3-put' || kind === 'azure-blob' ? 'PUT' : 'POST';
