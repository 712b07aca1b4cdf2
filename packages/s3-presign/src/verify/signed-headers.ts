import { Refusal } from './refusal.ts';

/** The signed headers with their values. One that was not sent counts as empty, and so fails the signature. */
export function signedHeaderValues(
  headers: ReadonlyMap<string, string>,
  names: readonly string[],
): [name: string, value: string][] {
  return names.map((name) => [name, headers.get(name) ?? '']);
}

/**
 * Refuses `x-amz-*` headers that were sent but not signed: else whoever holds a URL could add an ACL to it.
 * `x-amzn-*` is not among them.
 */
export function unsignedHeaders(
  headers: ReadonlyMap<string, string>,
  signed: readonly string[],
): Refusal | undefined {
  const unsigned: string[] = [];
  for (const name of headers.keys())
    if ((name === 'host' || name.startsWith('x-amz-')) && !signed.includes(name)) unsigned.push(name);
  if (unsigned.length === 0) return undefined;
  const list = unsigned.join(', ');
  return new Refusal({
    code: 'AccessDenied',
    status: 403,
    message: 'There were headers present in the request which were not signed',
    culprit: { kind: 'header', name: list },
    details: { HeadersNotSigned: list },
  });
}

/** S3's answer to a wrong signature: with what it has calculated, so that the sender can compare. */
export function signatureDoesNotMatch(own: {
  readonly accessKeyId: string;
  readonly text: string;
  readonly signature: string;
  /** A POST has none. */
  readonly canonical?: string;
}): Refusal {
  const bytes = (text: string) =>
    Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return new Refusal({
    code: 'SignatureDoesNotMatch',
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    culprit: { kind: 'signature' },
    details: {
      AWSAccessKeyId: own.accessKeyId,
      StringToSign: own.text,
      SignatureProvided: own.signature,
      StringToSignBytes: bytes(own.text),
      ...(own.canonical === undefined
        ? {}
        : { CanonicalRequest: own.canonical, CanonicalRequestBytes: bytes(own.canonical) }),
    },
  });
}
