import { printAsJson, printRedacted, redactValues } from './redact.ts';

/** The parts of a {@link PresignedPost}. */
export interface PresignedPostParts {
  /** The bucket's URL, to which the form is posted as `multipart/form-data`. */
  readonly url: string;
  /** Form fields to send as they are, in this order, before the last field, `file`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly bucket: string;
  /** The object's key; for a key prefix, `prefix${filename}`, which S3 completes with the name of the file sent. */
  readonly key: string;
  /** When S3 begins to refuse the form; never later than the end of the credentials that signed it. */
  readonly expiresAt: Date;
  /** There when the credentials end before the life asked for, so that {@link expiresAt} is theirs. */
  readonly limitedBy?: 'credentials' | undefined;
}

/**
 * A presigned POST form. Whoever holds it can upload by it until {@link expiresAt}, so it prints, stringifies and
 * serialises without policy, signature and token; to hand it on, name what you hand on: `{ ...presigned }`, or its
 * `url` and `fields`.
 */
export class PresignedPost implements PresignedPostParts {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly bucket: string;
  readonly key: string;
  readonly expiresAt: Date;
  declare readonly limitedBy?: 'credentials' | undefined;

  constructor(parts: PresignedPostParts) {
    this.url = parts.url;
    // Printing `presigned.fields` alone shows no secret either; a copy made by spreading is a plain object.
    this.fields = printRedacted({ ...parts.fields });
    this.bucket = parts.bucket;
    this.key = parts.key;
    this.expiresAt = parts.expiresAt;
    if (parts.limitedBy !== undefined) this.limitedBy = parts.limitedBy;
  }

  /** The parts without secrets: for logs, not for senders. */
  toJSON(): PresignedPostParts {
    return { ...this, fields: redactValues(this.fields) };
  }

  /** Method, URL and key. */
  toString(): string {
    return `POST ${this.url} (key ${this.key})`;
  }

  static {
    printAsJson(PresignedPost.prototype);
  }
}
