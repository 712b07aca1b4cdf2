import { printAsJson } from '../redact.ts';
import { xmlDocument } from './xml-document.ts';

/** What in a request is at fault. */
export interface Culprit {
  readonly kind:
    | 'body'
    | 'clock'
    | 'condition'
    | 'credential'
    | 'field'
    | 'file'
    | 'header'
    | 'parameter'
    | 'path'
    | 'policy'
    | 'signature';
  /** Name of the header, query parameter or form field; for a condition, the condition as the policy states it. */
  readonly name?: string;
}

/** The parts of a {@link Refusal}. */
export interface RefusalParts {
  /** S3's error code, such as `SignatureDoesNotMatch`. */
  readonly code: string;
  /** S3's HTTP status. */
  readonly status: number;
  /** S3's message. */
  readonly message: string;
  readonly culprit: Culprit;
  /** Further elements of S3's error document, such as `HeadersNotSigned`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** S3's answer to a request that it refuses. */
export class Refusal implements RefusalParts {
  readonly ok = false;
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly culprit: Culprit;
  /** As S3 sends them, which is not fit for logs: a canonical request holds the session token. Not printed. */
  declare readonly details: Readonly<Record<string, string>>;

  constructor(parts: RefusalParts) {
    this.code = parts.code;
    this.status = parts.status;
    this.message = parts.message;
    this.culprit = parts.culprit;
    Object.defineProperty(this, 'details', { value: parts.details ?? {} });
    // Not once for all in a static block: bundlers would keep the class wherever anything beside it is used.
    printAsJson(this);
  }

  /** The refusal without {@link details}. */
  toJSON(): Omit<RefusalParts, 'details'> {
    const { code, status, message, culprit } = this;
    return { code, status, message, culprit };
  }

  /**
   * S3's error document, as the sender of the request would get it.
   *
   * @param elements - What only the server knows, such as `RequestId`, `HostId`, `Resource`.
   */
  toXml(elements: Readonly<Record<string, string>> = {}): string {
    const all = { Code: this.code, Message: this.message, ...this.details, ...elements };
    return xmlDocument('Error', all);
  }
}
