/** What {@link inspect} found worth a warning. Stable: code may switch on it. */
export type WarningCode =
  /** The query holds a checksum, most often that of an empty body (aws-sdk-js-v3#6810). */
  | 'BakedChecksum'
  /** S3 refuses it: a name that may stand there once stands there twice. */
  | 'DuplicateName'
  /** S3 refuses it: its end has passed. */
  | 'Expired'
  /** S3 refuses it: the form's fields are larger than S3 takes. */
  | 'FormTooLarge'
  /** `&amp;` stands where `&` should: the URL was copied out of HTML or XML. */
  | 'HtmlEscaped'
  /** S3 refuses every form: no value meets this condition, or the form's own value, or its URL's bucket, does not. */
  | 'ImpossibleCondition'
  /** Sent over http, readable by everybody on the way. */
  | 'InsecureTransport'
  /** It lives for more than a day. */
  | 'LongLife'
  /** S3 refuses it: a parameter, field or policy that it cannot read. */
  | 'Malformed'
  /** S3 refuses it: the policy does not name the bucket (aws-sdk-php#3292). */
  | 'MissingBucketCondition'
  /** S3 refuses it: something that a signature needs is not there. */
  | 'MissingPart'
  /**
   * No limit of size: the sender may send up to 5 GiB. Of a URL, told where it is known to upload a whole object: by its
   * method, or by what is signed.
   */
  | 'NoSizeLimit'
  /** S3 refuses it still: it is dated ahead. */
  | 'NotYetValid'
  /** The sender chooses the content type. Of a URL, told where {@link WarningCode | NoSizeLimit} would be. */
  | 'OpenContentType'
  /** The sender chooses the key, or its end. */
  | 'OpenKey'
  /** An old signature that newer regions and KMS refuse. */
  | 'SigV2'
  /** Signed with temporary credentials, which may end before it does, or in a session of S3 Express, which does. */
  | 'TemporaryCredentials'
  /** S3 refuses it: a field that no condition of the policy covers. */
  | 'UncoveredField'
  /** Senders resolve `.` and `..` in the path, and so reach another key. */
  | 'UnreachableKey'
  /** S3 refuses it: user and password stand before the host, which clients send as a second authentication. */
  | 'UserInfo';

/** One thing to know before handing out a URL or form. */
export interface InspectionWarning {
  readonly code: WarningCode;
  /** A sentence for people. Holds no secret. */
  readonly message: string;
}

/** What a URL and a form have in common. Holds no signature, token or policy: fit for logs. */
export interface InspectionBase {
  readonly signatureVersion: 2 | 4;
  /** Host and port that the sender will talk to. */
  readonly endpoint: string;
  /** Where the bucket stands; `undefined` where the host does not tell. */
  readonly style: 'path' | 'virtual-host' | undefined;
  readonly bucket: string | undefined;
  /** The object's key; of a form, as its field `key` states it. */
  readonly key: string | undefined;
  /** Region that was signed for. Version 2 signs none. */
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Whether temporary credentials signed it. */
  readonly hasSessionToken: boolean;
  /** Version 2 does not say. */
  readonly signedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  /** Whether `expiresAt` has passed. */
  readonly expired: boolean;
  /** Whole seconds until `expiresAt`, 0 when that has passed. */
  readonly remainingSeconds: number | undefined;
  readonly warnings: readonly InspectionWarning[];
}

/** A presigned URL taken apart. */
export interface UrlInspection extends InspectionBase {
  readonly kind: 'url';
  /** The method signed for, where something tells: the object given, the option, or the SDK's `x-id`. */
  readonly method: string | undefined;
  /** Names in lower case, `host` among them; all but `host` must be sent along exactly as signed. */
  readonly signedHeaders: readonly string[];
  /** Headers that ride in the query, which S3 takes as if they had been sent. Names in lower case. */
  readonly hoistedHeaders: Readonly<Record<string, string>>;
}

/** A presigned form taken apart. */
export interface PostInspection extends InspectionBase {
  readonly kind: 'post';
  readonly method: 'POST';
  /** What the policy demands, in words; that of the signature itself is left out. */
  readonly conditions: readonly string[];
  /** Smallest and largest size of the file in bytes. */
  readonly contentLengthRange: readonly [min: number, max: number] | undefined;
  /** Fields that the policy demands and the form does not hold: the sender adds them. Names in lower case. */
  readonly senderFields: readonly string[];
}

/** What {@link inspect} answers. */
export type Inspection = UrlInspection | PostInspection;
