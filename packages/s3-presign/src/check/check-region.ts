import { HOST_LABEL } from './host-label.ts';
import { refuse } from './refuse.ts';

// AWS's own are of one form, in every partition. Which of them exist changes every year, so no list is kept here.
const AWS_REGION = /^(?:[a-z]+(?:-[a-z]+)+-\d+|aws-global)$/;

/** @throws InvalidInputError `InvalidOption` for what no region of AWS or of an S3-compatible service is called */
export function checkRegion(region: unknown): string {
  if (
    typeof region === 'string' &&
    HOST_LABEL.test(region) &&
    !region.startsWith('fips-') &&
    !region.endsWith('-fips')
  )
    return region;
  return refuse(
    'InvalidOption',
    'region',
    'must be a name such as eu-central-1, or what the S3-compatible service calls its own',
  );
}

// The large partitions; the others have hosts of their own names.
const AWS_HOST = /\.amazonaws\.(?:com|com\.cn|eu)$/;

/** @throws InvalidInputError `InvalidOption` for a region that AWS has not, where the host is one of AWS's */
export function checkRegionOf(host: string, region: string): void {
  if (AWS_HOST.test(host)) checkAwsRegion(region);
}

/** @throws InvalidInputError `InvalidOption` for a region that AWS has not, and cannot have */
export function checkAwsRegion(region: string): void {
  if (!AWS_REGION.test(region))
    refuse(
      'InvalidOption',
      'region',
      `must be one of AWS's, such as eu-central-1, not ${region}; for another service, give its endpoint`,
    );
}
