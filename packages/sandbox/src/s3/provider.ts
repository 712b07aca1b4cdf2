import {
  type AcceptedPost,
  type PostedForm,
  type Refusal,
  type SignedRequest,
  type VerifyOptions,
  verifyPresignedPost,
} from '@x/s3-presign/verify';
import type { Address } from './address.ts';
import { verifyCephForm } from './ceph/verify-ceph-form.ts';
import type { PreflightCodes } from './cors/answer-cors.ts';
import { fault, notImplemented, type S3Fault, s3Error } from './s3-fault.ts';

/** Services whose S3 the sandbox can pass for. */
export type Provider = 'aws' | 'r2' | 'ceph';

/** Where a service differs from AWS. */
export interface ProviderRules {
  /** Whether forms with a policy are taken. */
  readonly forms: boolean;
  /** What is said to a form. */
  readonly verifyForm: (form: PostedForm, options: VerifyOptions) => AcceptedPost | Refusal;
  /** What is said to a POST that ought to be a form and is none. */
  readonly noForm: () => S3Fault;
  /** What a form without a file stores. Left out: such a form is refused. */
  readonly noFile?: Buffer;
  /** Whether a form that asks for a status which is no number is refused, once its file is stored. */
  readonly wantsNumberForStatus: boolean;
  /** Whether a checksum in the query of a presigned URL is a function that is not implemented. */
  readonly refusesQueryChecksums: boolean;
  /** Whether uploads may announce a checksum, and `x-amz-checksum-*` are held against them. Else they are passed over. */
  readonly checksums: boolean;
  /** Whether a PUT in HTTP's own chunks is a function that is not implemented. Else its length is what is missing. */
  readonly refusesTransferEncoding: boolean;
  /** Fewest bytes that a chunk of an `aws-chunked` body must have, unless it is the last. */
  readonly minChunk: number;
  /** Whether tags are held to the characters and names that S3 has for them. Else to their length and number alone. */
  readonly strictTags: boolean;
  /** Whether deletes can be made on a condition. Else it is passed over, and what it would keep is deleted. */
  readonly conditionalDeletes: boolean;
  /** Whether objects are read by their parts. Else a `partNumber` without an upload is passed over. */
  readonly readsParts: boolean;
  /** Whether a copy of an object that came in parts is one that came in one, by the MD5 of its bytes. */
  readonly copiesInOne: boolean;
  /** Whether a plus in the name of a copy's source stands for a space, as in a query. */
  readonly plusIsSpace: boolean;
  /** Whether the size that an upload is said to have is held against its parts. Else it is passed over. */
  readonly checksObjectSize: boolean;
  /** Whether a list of buckets has pages. Else it is whole, whatever is asked for. */
  readonly pagesBuckets: boolean;
  /** What is said to a bucket that is to be in another region. Left out: it is made here. */
  readonly otherLocation?: (constraint: string, region: string) => S3Fault;
  /** How preflights are refused. */
  readonly preflight: PreflightCodes;
  /** Whether every `x-amz-*` header that is sent must be signed. */
  readonly wantsHeadersSigned: boolean;
  /** What a header stands for that is sent more than once. */
  readonly repeatedHeader: (values: readonly string[]) => string;
  /** Whether what is signed of a body must be a SHA-256 or a marker. Else it is a hash that no body has. */
  readonly knowsPayloadHashes: boolean;
  /** Whether a presigned URL of the future is refused. */
  readonly refusesFuture: boolean;
  /** Regions that a signature may be for, besides that of the S3. */
  readonly otherRegions: 'any' | readonly string[];
  /** How the service words what AWS answers to a signature. */
  readonly refusal: (refusal: Refusal) => Refusal;
}

const AWS: ProviderRules = {
  forms: true,
  verifyForm: verifyPresignedPost,
  noForm: notMultipart,
  wantsNumberForStatus: false,
  refusesQueryChecksums: false,
  checksums: true,
  refusesTransferEncoding: true,
  // aws-sdk-cpp#2727, aws-sdk-js-v3#6949
  minChunk: 8192,
  strictTags: true,
  conditionalDeletes: true,
  readsParts: true,
  // "Object" of the API reference, cloudemu#1040.
  copiesInOne: true,
  // aws-sdk-js#1821, #2751, net-amazon-s3#51
  plusIsSpace: true,
  checksObjectSize: true,
  pagesBuckets: true,
  otherLocation: illegalLocation,
  preflight: { malformed: 'BadRequest', forbidden: 'AccessForbidden' },
  wantsHeadersSigned: true,
  // "Combine header fields with the same name": Signing and authenticating REST requests.
  repeatedHeader: (values) => values.join(','),
  knowsPayloadHashes: true,
  refusesFuture: true,
  otherRegions: [],
  refusal: (refusal) => refusal,
};

export const PROVIDERS: Readonly<Record<Provider, ProviderRules>> = {
  aws: AWS,
  r2: {
    ...AWS,
    // cloudflare-docs presigned-urls; 501 in outline#10650, paaster#941.
    forms: false,
    noForm: () => notImplemented('content-type'),
    // aws-sdk-js-v3#6810
    refusesQueryChecksums: true,
    // That S3's answer is R2's too, nobody has written down.
    refusesTransferEncoding: false,
    // One is an alias of the other: cloudflare-docs, S3 API compatibility.
    otherRegions: ['auto', 'us-east-1'],
  },
  // As Ceph RGW 16.2.15 answers: `pnpm test:ceph` holds it against the real one.
  ceph: {
    forms: true,
    verifyForm: verifyCephForm,
    noForm: () => fault(400, 'InvalidArgument', 'Request Content-Type is not multipart/form-data'),
    // Where a file is missing, RGW takes what follows the last boundary for it: the end of the line.
    noFile: Buffer.from('\r\n'),
    wantsNumberForStatus: true,
    refusesQueryChecksums: false,
    checksums: false,
    refusesTransferEncoding: false,
    minChunk: 0,
    strictTags: false,
    conditionalDeletes: false,
    readsParts: false,
    copiesInOne: false,
    plusIsSpace: false,
    checksObjectSize: false,
    pagesBuckets: false,
    otherLocation: () =>
      fault(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid'),
    preflight: { malformed: 'InvalidArgument', forbidden: 'AccessDenied' },
    wantsHeadersSigned: false,
    repeatedHeader: (values) => values.at(-1) ?? '',
    knowsPayloadHashes: false,
    refusesFuture: false,
    otherRegions: 'any',
    refusal: inWordsOfCeph,
  },
};

/** The oldest region makes buckets in all others, where this S3 has none. */
function illegalLocation(constraint: string, region: string): S3Fault {
  if (region === 'us-east-1') return notImplemented('LocationConstraint');
  const message = `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  return fault(400, 'IllegalLocationConstraintException', message);
}

/** As recorded from S3, though "Error responses" lists RequestIsNotMultiPartContent. */
function notMultipart(): S3Fault {
  return fault(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    { kind: 'header', name: 'Content-Type' },
  );
}

/** RGW looks at less of a signature's parts before it computes the signature, and says less of them. */
function inWordsOfCeph(refusal: Refusal): Refusal {
  const { code, message, culprit } = refusal;
  const say = (status: number, other: string) => s3Error(status, other, message, {}, culprit);
  // A token that belongs to nobody is part of what was signed, no more.
  if (code === 'InvalidToken') return say(403, 'SignatureDoesNotMatch');
  if (code === 'AuthorizationHeaderMalformed') return say(400, 'InvalidArgument');
  if (code !== 'AuthorizationQueryParametersError') return refusal;
  if (message.startsWith('Error parsing the X-Amz-Credential')) return say(400, 'InvalidArgument');
  return message.startsWith('Invalid credential date')
    ? say(403, 'SignatureDoesNotMatch')
    : say(403, 'AccessDenied');
}

/** A request and a time of day as a service looks at them when it verifies a signature. */
export function asVerified(
  request: Required<SignedRequest>,
  address: Address,
  options: VerifyOptions,
  rules: ProviderRules,
): readonly [SignedRequest, VerifyOptions] {
  const seen = rules.wantsHeadersSigned ? request : withSignedHeaders(request, address.parameters);
  const asked = isForOther(rules.otherRegions, seen, address) ? withoutRegion(options) : options;
  const date = rules.refusesFuture ? null : address.parameters.get('X-Amz-Date');
  return [seen, date === null ? asked : { ...asked, now: () => laterOf(date, options) }];
}

function isForOther(
  regions: ProviderRules['otherRegions'],
  { headers = {} }: SignedRequest,
  address: Address,
): boolean {
  if (regions === 'any' || regions.length === 0) return regions === 'any';
  const { authorization } = headers as Readonly<Record<string, unknown>>;
  const credential = address.parameters.get('X-Amz-Credential') ?? String(authorization);
  const [, region = ''] = /\/\d{8}\/([^/]*)\/s3\/aws4_request/.exec(credential) ?? [];
  return regions.includes(region);
}

function withoutRegion({ region: _, ...options }: VerifyOptions): VerifyOptions {
  return options;
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
