import type { JsonObject } from '../json-object.ts';

/**
 * Where AI Core delivers a result to.
 *
 * - A URL: a presigned PUT, to which it uploads the file, or an endpoint of yours, to which it POSTs JSON.
 * - An object with `url`, and `fields` for a presigned POST. A `PresignedUrl` and a `PresignedPost` of `@x/s3-presign` fit
 *   as they are; so does what `@aws-sdk/s3-presigned-post` answers.
 */
export type Callback = string | URL | CallbackTarget;

/** A callback with more than its URL. Keys that are not listed here are left alone. */
export interface CallbackTarget {
  readonly url: string | URL;
  /** The form fields of a presigned POST, all of them. */
  readonly fields?: Readonly<Record<string, string>>;
  /** JSON of your own that comes back as `callback_param` of the result. */
  readonly param?: JsonObject;
  /** When the target stops working; what its URL or form says counts too. Past ends and near ones are refused. */
  readonly expiresAt?: Date;
  /** Headers the sender must send. AI Core sends none, so that any is refused. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The method it is presigned for. Anything but PUT and POST is refused. */
  readonly method?: string;
}
