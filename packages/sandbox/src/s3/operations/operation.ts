import type { IncomingMessage } from 'node:http';
import type { Refusal } from '@x/s3-presign/verify';
import type { Address } from '../address.ts';
import type { OpenBody } from '../body/open-body.ts';
import type { ObjectCreated } from '../events/object-created.ts';
import type { ProviderRules } from '../provider.ts';
import type { Bytes } from '../storage/bytes.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** What every operation works on. */
export interface S3Context {
  readonly store: ObjectStore;
  readonly region: string;
  /** Where it differs from AWS. */
  readonly rules: ProviderRules;
  /** Called with every object created, before its request is answered. Not there: nobody wants to know. */
  readonly created?: ((object: ObjectCreated) => Promise<void>) | undefined;
}

/** What a body is. */
export interface BodyOptions {
  /** Whether the request's `x-amz-checksum-*` are of something else. @default false */
  readonly ignoresChecksums?: boolean;
}

/** A request that S3 lets in. */
export interface Call {
  readonly request: IncomingMessage;
  readonly address: Address;
  /** Those sent, and those that rode in the query of a presigned URL, which S3 honours all the same. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What time it is for this request. */
  readonly now: () => Date;
  /** As the answer will carry them. */
  readonly ids: ObjectCreated['ids'];
  /** Opens the body; a client that waits to be asked for it sends it then. */
  body(options?: BodyOptions): OpenBody | Promise<OpenBody>;
  /** Tells of what S3 would refuse in a request; throws, unless such requests are let through. */
  readonly object: (refusal: Refusal) => void;
}

/** What is answered, besides the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Bytes;
}

/** One of S3's operations. Throws an `S3Fault` for whatever S3 refuses. */
export type Operation = (s3: S3Context, call: Call) => Answer | Promise<Answer>;
