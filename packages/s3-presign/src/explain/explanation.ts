/** Where to look for the reason of a refusal. Stable: code may switch on it. */
export type ReasonKind =
  /** The access key is unknown to the service. */
  | 'access-key'
  /** The bucket, or its address. */
  | 'bucket'
  /** The body is not the one that a checksum was made of. */
  | 'checksum'
  /** A clock is wrong. */
  | 'clock'
  /** A condition of the policy that the form does not meet. */
  | 'condition'
  /** The URL, form or session has ended. */
  | 'expired'
  /** A field that no condition covers. */
  | 'extra-field'
  /** A signed header has another value. */
  | 'header'
  /** A signed header was not sent. */
  | 'header-not-sent'
  /** An `x-amz-*` header was sent and not signed. */
  | 'header-not-signed'
  /** The method is not the one signed for. */
  | 'method'
  /** A field that S3 needs and the form does not hold before its file, or that file. */
  | 'missing-field'
  /** The form is not written as `multipart/form-data` with one file. */
  | 'multipart'
  /** It is dated ahead of S3's clock. */
  | 'not-yet-valid'
  /** Nothing more is known than S3 says. */
  | 'other'
  /** A query parameter has another value, is missing or was added. */
  | 'parameter'
  /** The path is not the one signed. */
  | 'path'
  /** The hash of the body that stands in the signature. */
  | 'payload'
  /** The signer may not do this. */
  | 'permission'
  /** The policy document itself. */
  | 'policy'
  /** A conditional request whose condition does not hold. */
  | 'precondition'
  /** It was signed for another region. */
  | 'region'
  /** The secret key is not the one that S3 knows. */
  | 'secret-key'
  /** The session token. */
  | 'session-token'
  /** The signature is wrong, and what it was made of cannot be told. */
  | 'signature'
  /** The file is larger or smaller than allowed. */
  | 'size'
  /** The service does not do this at all. */
  | 'unsupported'
  /** A value that S3 does not take: of the field or header in `name`, else of the body. */
  | 'value';

/** One reason for a refusal. Holds no secret: values of signatures, tokens and policies are replaced. */
export interface Reason {
  readonly kind: ReasonKind;
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** The header, parameter or field; for a condition, its field. */
  readonly name?: string;
  /** What was signed, or what S3 takes. */
  readonly expected?: string;
  /** What was sent, or what reached S3. */
  readonly actual?: string;
}

/** Why S3 refused a request. Holds no secret: fit for logs. */
export interface Explanation {
  /** S3's error code; `Unknown` where the answer has none, as that to a HEAD. */
  readonly code: string;
  /** S3's own message. */
  readonly message: string | undefined;
  /** What AWS support asks for. */
  readonly requestId: string | undefined;
  /** The likeliest first; never empty. */
  readonly reasons: readonly Reason[];
}
