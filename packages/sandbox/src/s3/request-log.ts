import type { Refusal } from '@x/s3-presign/verify';
import { withoutQuery } from '../without-query.ts';
import { withoutSecrets } from '../without-secrets.ts';
import type { S3Request } from './s3-request.ts';
import { UnreadRequests } from './unread-requests.ts';

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

function errorOf({ code, message, culprit }: Refusal): NonNullable<S3Request['error']> {
  const { kind, name = '' } = culprit;
  const shown = withoutSecrets(message, name);
  const isOpen = shown === message && withoutSecrets(name) === name;
  return { code, message: shown, culprit: isOpen ? culprit : { kind } };
}
