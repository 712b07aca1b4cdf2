/** Where a rule looks. */
interface FaultMatch {
  /** Upper or lower case. @default every method */
  readonly method?: string;
  /**
   * Path without query and without a slash at the end; `*` stands for anything. Of a callback, the path of its target.
   *
   * @default every path
   * @example '/api/v2/algorithms/mass-*'
   */
  readonly path?: string;
  /** Which of the requests that match, counted from 1: the second, or the first and the third. @default every one */
  readonly nth?: number | readonly number[];
  /** How many times the rule may strike. @default any number */
  readonly times?: number;
  /** How likely the rule strikes, above 0 to 1; which requests it hits follows from the sandbox's `faultSeed`. @default 1 */
  readonly probability?: number;
}

/** What happens to a request. */
export type RequestFault =
  /** 429 from AI Core, 503 `SlowDown` from S3. */
  | {
      readonly kind: 'throttled';
      /** When to come back, in whole seconds. @default 6 */
      readonly afterSeconds?: number;
      /** What says so: the sentence of the error, the `Retry-After` header, or both. @default 'both' */
      readonly saidBy?: 'sentence' | 'header' | 'both';
    }
  /**
   * A failure of the server. `django` is the debug page, text or HTML as the client accepts; `proxy` the HTML of a
   * gateway; `json` AI Core's own shape; `flag` the other that its clients' fixtures have, where `error` says no more than
   * that there is one, and `error_msg` what. S3 answers `django`, `json` and `flag` with `InternalError` in XML.
   */
  | {
      readonly kind: 'server-error';
      /** @default 'django' */
      readonly page?: 'django' | 'proxy' | 'json' | 'flag' | 'empty';
      /** From 500 to 599. @default 502 for `proxy` and `empty`, else 500 */
      readonly status?: number;
    }
  /** The request waits so many milliseconds before it is looked at. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** The connection breaks: before the request is looked at, or after it was carried out, with the answer lost. */
  | {
      readonly kind: 'reset';
      /** @default 'before' */
      readonly when?: 'before' | 'after';
    }
  /** The connection breaks after so many bytes of the answer's body, or before its last. */
  | {
      readonly kind: 'truncated';
      /** @default 10 */
      readonly bytes?: number;
    }
  /** The answer says it is something else. */
  | {
      readonly kind: 'wrong-content-type';
      /** @default 'text/html' */
      readonly contentType?: string;
    }
  /** Every access token that was issued so far expires, then the request is looked at. AI Core only. */
  | { readonly kind: 'tokens-expire' }
  /**
   * The server's clock is wrong for this request, not for a job that it queues, by a duration as `clock.advance` takes
   * it.
   */
  | { readonly kind: 'clock-skew'; readonly by: string | number };

/** What happens to a callback. */
export type CallbackFault =
  /** It never leaves. */
  | { readonly kind: 'lost' }
  /** It leaves so many milliseconds later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** It is sent a second time after the first. */
  | { readonly kind: 'doubled' };

/** A fault for requests to AI Core or to S3. */
export interface RequestFaultRule extends FaultMatch {
  /** @default both */
  readonly on?: 'ai-core' | 's3';
  readonly fault: RequestFault;
}

/** A fault for the callbacks that AI Core sends. */
export interface CallbackFaultRule extends FaultMatch {
  readonly on: 'callback';
  readonly fault: CallbackFault;
}

/** When what goes wrong. All that strike are applied, in their order, until one of them ends the request. */
export type FaultRule = RequestFaultRule | CallbackFaultRule;
