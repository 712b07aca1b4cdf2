import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { checkRegionOf } from '../check/check-region.ts';
import { EndpointError } from '../errors.ts';
import { type Provider, providerOf } from '../provider.ts';
import type { SigningTarget } from './signing-target.ts';

/**
 * Asks the AWS SDK where a bucket is: its rules know regions, partitions, access points, dual-stack, FIPS, transfer
 * acceleration, path style, and the endpoint settings of environment and config files.
 *
 * @throws EndpointError
 * @throws InvalidInputError `InvalidOption` for a region that AWS has not
 */
export async function resolveTarget(
  client: S3Client,
  bucket: string,
  provider?: Provider,
): Promise<SigningTarget> {
  const endpoint = await resolve(client, bucket);
  const scheme = endpoint.properties?.authSchemes?.[0];
  if (scheme !== undefined && scheme.name !== 'sigv4')
    throw new EndpointError(
      'EndpointNotSupported',
      `${bucket} asks for ${scheme.name} signatures, which command() alone can make`,
    );
  const { protocol, host, pathname } = endpoint.url;
  const region = scheme?.signingRegion ?? (await client.config.region());
  checkRegionOf(host, region);
  return {
    protocol: protocol === 'http:' ? 'http:' : 'https:',
    host,
    basePath: pathname.replace(/\/$/, ''),
    region,
    service: scheme?.signingName ?? 's3',
    bucket,
    provider: providerOf(host, provider),
  };
}

async function resolve(client: S3Client, bucket: string) {
  try {
    // A key is asked for, but no rule looks at it.
    return await getEndpointFromInstructions({ Bucket: bucket, Key: 'key' }, PutObjectCommand, {
      ...client.config,
    });
  } catch (cause) {
    throw new EndpointError(
      'EndpointNotResolved',
      `The AWS SDK finds no endpoint for ${bucket}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
