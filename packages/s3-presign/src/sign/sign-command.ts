import type { S3Client, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { HttpRequest } from '@smithy/core/protocols';
import { checkKey } from '../check/check-key.ts';
import { checkRecord } from '../check/check-record.ts';
import { checkUrlSupport } from '../check/check-support.ts';
import { refuse } from '../check/refuse.ts';
import { EndpointError } from '../errors.ts';
import { BODY_RULES } from '../plan/body-options.ts';
import type { PresignedUrlParts } from '../presigned-url.ts';
import { type Provider, providerOf } from '../provider.ts';
import type { S3Command } from '../s3-command.ts';
import { QUERY } from '../sigv4/names.ts';
import type { Validity } from './validity.ts';

/** A command's request, signed. */
export interface SignedCommand
  extends Pick<PresignedUrlParts, 'method' | 'url' | 'headers' | 'bucket' | 'key'> {
  /** When the session of a directory bucket ends, by which the AWS SDK then signs: after some minutes. */
  readonly sessionEnd: Date | undefined;
}

/** Headers of what is fixed of the body, which S3 enforces as headers alone. */
const OF_BODY = Object.values(BODY_RULES).map(({ name }) => name);

/** Headers of the customer key of an object to copy, which the AWS SDK, unlike its own object's, would write into the URL. */
const OF_SOURCE = ['algorithm', 'key', 'key-md5'].map(
  (name) => `x-amz-copy-source-server-side-encryption-customer-${name}`,
);

/** Headers that the AWS SDK leaves out of a signature unless it is told to sign them, by the input that sets them. */
const LEFT_OUT = { ContentType: 'content-type', CacheControl: 'cache-control' } as const;

/**
 * Signs whatever command through the AWS SDK's own pipeline, and keeps what the SDK would drop: the headers that the
 * sender must send, a content type or caching rule that would not be signed, a checksum that would ride in the query,
 * where S3 passes over it. The bytes of an object are not signed, nor is their number unless `ContentLength` says it: who
 * sends them has others. The customer key of an object to copy never rides in the query either, and what is refused
 * of a plan is refused of a command.
 *
 * @throws InvalidInputError `InvalidKey`, or `InvalidOption` for `ChecksumAlgorithm` without its checksum and for a customer
 * key that would be sent in the clear
 * @throws ProviderError `ConditionNotSupported`
 * @throws EndpointError `EndpointNotSupported` for what the AWS SDK cannot presign
 */
export async function signCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: S3Client,
  command: S3Command<Input, Output>,
  { signedAt, expiresIn }: Validity,
  stated: Provider | undefined,
): Promise<SignedCommand> {
  const input = inputOf(command);
  if (input.Key !== undefined) checkKey(input.Key, 'Key');
  const built: { request?: HttpRequest; sessionEnd?: Date } = {};
  const stack = client.middlewareStack.clone();
  stack.add(
    (next, context) => (args) => {
      if (HttpRequest.isInstance(args.request)) built.request = args.request;
      const { s3ExpressIdentity } = context as {
        readonly s3ExpressIdentity?: { readonly expiration?: Date };
      };
      if (s3ExpressIdentity?.expiration !== undefined) built.sessionEnd = s3ExpressIdentity.expiration;
      return next(args);
    },
    // Behind all that add headers.
    { name: 'readBuiltRequest', step: 'build', priority: 'low' },
  );
  const reading: S3Client = Object.create(client, { middlewareStack: { value: stack } });

  const given = Object.entries(LEFT_OUT).flatMap(([name, header]) =>
    input[name] === undefined ? [] : [header],
  );
  const url = await getSignedUrl(reading, withoutBody(command), {
    expiresIn,
    signingDate: new Date(signedAt),
    signableHeaders: new Set(given),
    unhoistableHeaders: new Set([...OF_BODY, ...OF_SOURCE]),
  }).catch((cause: unknown) => {
    throw new EndpointError(
      'EndpointNotSupported',
      `The AWS SDK cannot presign this command: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });

  const { searchParams: parameters, protocol, host } = new URL(url);
  const sent = new Map(
    Object.entries(built.request?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const names = (parameters.get(QUERY.signedHeaders) ?? '').split(';').filter((name) => name !== 'host');
  // The SDK computes it of the body that is at hand while it signs: of none (aws-sdk-js-v3#6810).
  const algorithm = input.ChecksumAlgorithm;
  const isMissing = algorithm !== undefined && input[`Checksum${algorithm}`] === undefined;
  if (isMissing && /^(PutObject|UploadPart)$/.test(parameters.get('x-id') ?? ''))
    refuse(
      'InvalidOption',
      'ChecksumAlgorithm',
      'would fix the checksum of a body that is not there yet: leave it out, or give the checksum itself',
    );
  const method = (built.request?.method ?? 'GET') as PresignedUrlParts['method'];
  const headers = Object.fromEntries(names.map((name) => [name, sent.get(name) ?? '']));
  const target = { protocol: protocol as 'http:' | 'https:', host, provider: providerOf(host, stated) };
  checkUrlSupport(target, { method, headers });
  return {
    method,
    url,
    headers,
    bucket: String(input.Bucket ?? ''),
    key: String(input.Key ?? ''),
    sessionEnd: built.sessionEnd,
  };
}

/** The same command, without the bytes of an object: the SDK signs how many they are. */
function withoutBody<Command extends { readonly input: object }>(command: Command): Command {
  if (!('Body' in command.input)) return command;
  const { Body: _, ...input } = command.input;
  return Object.create(command, { input: { value: input } });
}

function inputOf(command: { readonly input: object }): Readonly<Record<string, unknown>> {
  checkRecord(command?.input, 'command', 'InvalidOption', 'a command of the AWS SDK');
  return command.input as Readonly<Record<string, unknown>>;
}
