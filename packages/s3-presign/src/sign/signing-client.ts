import type { S3Client } from '@aws-sdk/client-s3';
import { parseUrl } from '@smithy/core/protocols';
import { checkEndpoint } from '../check/check-endpoint.ts';

/**
 * The same client for signing alone: without the checksum of an empty body, which the SDK bakes into every upload URL
 * (aws-sdk-js-v3#6810), and without asking downloads for theirs (#6994); and as if its endpoint were the one that the
 * receivers see.
 *
 * @throws InvalidInputError `InvalidOption` for what is no http(s) URL
 */
export function signingClient(client: S3Client, publicEndpoint: string | undefined): S3Client {
  const whenRequired = async () => 'WHEN_REQUIRED' as const;
  const config = {
    ...client.config,
    requestChecksumCalculation: whenRequired,
    responseChecksumValidation: whenRequired,
  };
  if (publicEndpoint !== undefined) {
    const endpoint = parseUrl(checkEndpoint(publicEndpoint, 'publicEndpoint'));
    Object.assign(config, { endpoint: async () => endpoint, isCustomEndpoint: true });
  }
  return Object.create(client, { config: { value: config } });
}
