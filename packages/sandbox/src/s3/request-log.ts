import type { Refusal } from '@x/s3-presign/verify';
import { withoutSecrets } from '../without-secrets.ts';
import type { SignedBy } from './authenticate.ts';
import { UnreadRequests } from './unread-requests.ts';

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

/** As many requests are kept; older ones make room. */
const MAX_REQUESTS = 10_000;

/** The requests to one S3, in the order in which they were answered. */
export class RequestLog {
  readonly #requests: S3Request[] = [];
  #unread: UnreadRequests | undefined = new UnreadRequests(MAX_REQUESTS);

  /** A list that grows, from when somebody first asks for it. */
  get requests(): readonly S3Request[] {
    if (this.#unread !== undefined) {
      this.#requests.push(...this.#unread.all());
      this.#unread = undefined;
    }
    return this.#requests;
  }

  add(request: Omit<S3Request, 'ok' | 'error'>, refusal: Refusal | undefined): void {
    const { at, method, signedBy, status } = request;
    const bucket = withoutQuery(request.bucket);
    const key = withoutQuery(request.key);
    const error = refusal && errorOf(refusal);
    const one = {
      at,
      method,
      bucket,
      key,
      signedBy,
      ok: error === undefined,
      status,
      ...(error && { error }),
    };
    if (this.#unread !== undefined) {
      this.#unread.add(one);
      return;
    }
    if (this.#requests.length === MAX_REQUESTS) this.#requests.shift();
    this.#requests.push(one);
  }
}

/** Who escapes the question mark of a presigned URL, once or more, sends its query as a part of the path. */
function withoutQuery(name: string): string {
  const hasMark = name.includes('?') || name.includes('&') || name.includes('%');
  return hasMark ? name.replace(ESCAPED_QUERY, '?[redacted]') : name;
}

const ESCAPED_QUERY = /(?:[?&]|%(?:25)*(?:3F|26))X-Amz-.*/is;

function errorOf({ code, message, culprit }: Refusal): NonNullable<S3Request['error']> {
  const shown = withoutSecrets(message, culprit.name);
  return { code, message: shown, culprit: shown === message ? culprit : { kind: culprit.kind } };
}
