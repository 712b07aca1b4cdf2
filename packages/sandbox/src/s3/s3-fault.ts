import { type Culprit, Refusal } from '@x/s3-presign/verify';

/** S3's refusal of a request, thrown to where requests are answered. */
export class S3Fault extends Error {
  override readonly name = 'S3Fault';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** An error of S3 that is not about a signature or a policy. */
export function s3Error(
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, string>> = {},
  culprit: Culprit = { kind: 'body' },
): Refusal {
  return new Refusal({ status, code, message, culprit, details });
}

/** {@link s3Error}, to be thrown. */
export function fault(...parts: Parameters<typeof s3Error>): S3Fault {
  return new S3Fault(s3Error(...parts));
}

export function noSuchBucket(bucket: string): S3Fault {
  return fault(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket }, PATH);
}

export function noSuchKey(key: string): S3Fault {
  return fault(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key }, PATH);
}

export function invalidArgument(name: string, value: string, message: string): S3Fault {
  const details = { ArgumentName: name, ArgumentValue: value };
  return fault(400, 'InvalidArgument', message, details, { kind: 'parameter', name });
}

export function malformedXml(): S3Fault {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return fault(400, 'MalformedXML', message);
}

/** What this S3 does not do, it says so instead of doing something else. */
export function notImplemented(what: string): S3Fault {
  const message = 'A header you provided implies functionality that is not implemented';
  return fault(501, 'NotImplemented', message, { Header: what }, { kind: 'header', name: what });
}

const PATH: Culprit = { kind: 'path' };
