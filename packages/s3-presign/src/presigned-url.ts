import { isSecretName, printAsJson, printRedacted, redactUrl, redactValues } from './redact.ts';

/** The parts of a {@link PresignedUrl}. */
export interface PresignedUrlParts {
  /** HTTP method that the signature covers. */
  readonly method: 'PUT' | 'GET' | 'HEAD' | 'DELETE' | 'POST';
  readonly url: string;
  /** Headers that the sender must send along, exactly so: they are signed. Empty for a plain PUT. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bucket: string;
  readonly key: string;
  /** When S3 begins to refuse the URL; never later than the end of the credentials that signed it. */
  readonly expiresAt: Date;
  /** There when the credentials end before the life asked for, so that {@link expiresAt} is theirs. */
  readonly limitedBy?: 'credentials' | undefined;
}

/**
 * A presigned URL. Whoever holds it can do what it says until {@link expiresAt}, so it prints, stringifies and
 * serialises without its signature; to hand it on, name what you hand on: `presigned.url`, or `{ ...presigned }`.
 */
export class PresignedUrl implements PresignedUrlParts {
  readonly method: PresignedUrlParts['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bucket: string;
  readonly key: string;
  readonly expiresAt: Date;
  declare readonly limitedBy?: 'credentials' | undefined;

  constructor(parts: PresignedUrlParts) {
    this.method = parts.method;
    this.url = parts.url;
    // A customer key is all that is secret there; printing `presigned.headers` alone shows none.
    this.headers = Object.keys(parts.headers).some(isSecretName)
      ? printRedacted({ ...parts.headers })
      : parts.headers;
    this.bucket = parts.bucket;
    this.key = parts.key;
    this.expiresAt = parts.expiresAt;
    if (parts.limitedBy !== undefined) this.limitedBy = parts.limitedBy;
  }

  /** The parts without secrets: for logs, not for senders. */
  toJSON(): PresignedUrlParts {
    return { ...this, url: redactUrl(this.url), headers: redactValues(this.headers) };
  }

  /** Method and URL without secrets. */
  toString(): string {
    return `${this.method} ${redactUrl(this.url)}`;
  }

  static {
    printAsJson(PresignedUrl.prototype);
  }
}
