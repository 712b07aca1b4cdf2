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

/** @throws InvalidInputError `InvalidOption` for a region that AWS has not, and cannot have */
export function checkAwsRegion(region: string): void {
  if (!AWS_REGION.test(region))
    refuse(
      'InvalidOption',
      'region',
      `must be one of AWS's, such as eu-central-1, not ${region}; for another service, give its endpoint`,
    );
}
