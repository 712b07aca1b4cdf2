import type { Refusal } from '@x/s3-presign/verify';
import type { SignedBy } from './authenticate.ts';

/** A request to the S3, and what S3 says to it. It holds no signature, no token and no field of a form. */
export interface S3Request {
  /** When it was over, by the sandbox's clock. */
  readonly at: Date;
  readonly method: string;
  readonly bucket: string;
  /** Empty for requests about the bucket, and for forms, whose key is a field. */
  readonly key: string;
  readonly signedBy: SignedBy;
  /** Whether S3 would have accepted it. In `warn` mode, that is not the same as whether it was answered well. */
  readonly ok: boolean;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Why S3 refuses it. */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly culprit: Refusal['culprit'];
  };
}
