import type { SignedRequest, VerifyOptions } from '@x/s3-presign/verify';
import type { Address } from './address.ts';

/** Services whose S3 the sandbox can pass for. */
export type Provider = 'aws' | 'r2' | 'ceph';

/** Where a service differs from AWS. */
export interface ProviderRules {
  /** Whether forms with a policy are taken. */
  readonly forms: boolean;
  /** Whether a checksum in the query of a presigned URL is a function that is not implemented. */
  readonly refusesQueryChecksums: boolean;
  /** Whether `x-amz-checksum-*` are held against the body. */
  readonly checksums: boolean;
  /** Whether every `x-amz-*` header that is sent must be signed. */
  readonly wantsHeadersSigned: boolean;
  /** Whether a presigned URL of the future is refused. */
  readonly refusesFuture: boolean;
}

const AWS: ProviderRules = {
  forms: true,
  refusesQueryChecksums: false,
  checksums: true,
  wantsHeadersSigned: true,
  refusesFuture: true,
};

export const PROVIDERS: Readonly<Record<Provider, ProviderRules>> = {
  aws: AWS,
  // No forms: cloudflare-docs presigned-urls; 501 in outline#10650, paaster#941. Checksums: aws-sdk-js-v3#6810.
  r2: { ...AWS, forms: false, refusesQueryChecksums: true },
  // As Ceph RGW 16 answered (`pnpm test:ceph`).
  ceph: { ...AWS, checksums: false, wantsHeadersSigned: false, refusesFuture: false },
};

/** A request and a time of day as a service looks at them when it verifies a signature. */
export function asVerified(
  request: Required<SignedRequest>,
  { parameters }: Address,
  options: VerifyOptions,
  rules: ProviderRules,
): readonly [SignedRequest, VerifyOptions] {
  const seen = rules.wantsHeadersSigned ? request : withSignedHeaders(request, parameters);
  const date = parameters.get('X-Amz-Date');
  return [
    seen,
    rules.refusesFuture || date === null ? options : { ...options, now: () => laterOf(date, options) },
  ];
}

function withSignedHeaders(request: Required<SignedRequest>, parameters: URLSearchParams): SignedRequest {
  const all = request.headers as Readonly<Record<string, string | string[] | undefined>>;
  const list =
    parameters.get('X-Amz-SignedHeaders') ?? /SignedHeaders=([^,\s]+)/.exec(String(all.authorization))?.[1];
  const signed = new Set(list?.split(';'));
  const headers = Object.fromEntries(
    Object.entries(all).filter(([name]) => !name.startsWith('x-amz-') || signed.has(name)),
  );
  return { ...request, headers };
}

/** The time it is, or, for a URL of the future, the time of the URL. */
function laterOf(date: string, { now = () => new Date() }: VerifyOptions): Date {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const dated = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const time = now();
  return dated > time.getTime() ? new Date(dated) : time;
}
