import { AiCoreError } from '../errors/ai-core-error.ts';

/**
 * Why a callback was refused. Stable: code may switch on it.
 *
 * - `InvalidUrl`: no URL, or one with blanks or line ends in it.
 * - `UnsupportedProtocol`: neither http nor https.
 * - `PipeInUrl`: a `|` in the URL, which AI Core takes as the end of it.
 * - `Expired`: a presigned target past its end.
 * - `ExpiresSoon`: one that has less left than `callbackMargin`.
 * - `RequiresHeaders`: a presigned URL that must be sent with headers, which AI Core cannot send.
 * - `WrongMethod`: a URL presigned for reading or deleting.
 * - `IncompleteFields`: a POST target whose form fields lack key, policy or signature, or hold something else than text.
 * - `UnsignedS3Url`: an S3 URL with neither signature nor form fields; the upload would be refused.
 * - `ReservedParam`: `s3_fields` within `param`; give them as `fields`.
 * - `InvalidParam`: a `param` that is no object, or not JSON.
 */
export type CallbackErrorCode =
  | 'InvalidUrl'
  | 'UnsupportedProtocol'
  | 'PipeInUrl'
  | 'Expired'
  | 'ExpiresSoon'
  | 'RequiresHeaders'
  | 'WrongMethod'
  | 'IncompleteFields'
  | 'UnsignedS3Url'
  | 'ReservedParam'
  | 'InvalidParam';

/**
 * A callback that AI Core could not deliver to. Nothing was sent. The message shows no value of a query or field, but names
 * of headers.
 */
export class CallbackError extends AiCoreError {
  override readonly name = 'CallbackError';
  readonly code: CallbackErrorCode;
  /** Which callback, counted from 0. */
  readonly index: number;

  constructor(code: CallbackErrorCode, index: number, message: string) {
    super(message);
    this.code = code;
    this.index = index;
  }
}
