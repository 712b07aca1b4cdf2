import type { S3Client } from '@aws-sdk/client-s3';
import { parseUrl } from '@smithy/core/protocols';
import { checkEndpoint } from '../check/check-endpoint.ts';

/**
 * The same client for signing alone, as if its endpoint were the one that the receivers see.
 *
 * @throws InvalidInputError `InvalidOption` for what is no http(s) URL
 */
export function atPublicEndpoint(client: S3Client, publicEndpoint: string | undefined): S3Client {
  if (publicEndpoint === undefined) return client;
  const endpoint = parseUrl(checkEndpoint(publicEndpoint, 'publicEndpoint'));
  const config = { ...client.config, endpoint: async () => endpoint, isCustomEndpoint: true };
  return Object.create(client, { config: { value: config } });
}
