import { checkEndpoint } from '../check/check-endpoint.ts';
import { checkAwsRegion, checkRegion, checkRegionOf } from '../check/check-region.ts';
import { HOST_LABEL } from '../check/host-label.ts';
import { EndpointError } from '../errors.ts';
import { type Provider, providerOf } from '../provider.ts';
import type { SigningTarget } from './signing-target.ts';

/** Where a bucket is, in the words of its owner. */
export interface BucketLocation {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
  readonly provider?: Provider | undefined;
}

/**
 * Finds a general purpose bucket by the AWS SDK's rules, without the AWS SDK.
 *
 * @throws InvalidInputError `InvalidOption` for a region or endpoint that is none
 * @throws EndpointError `EndpointNotSupported` for ARNs, directory buckets and access points of S3 on Outposts, whose rules
 * the AWS SDK alone knows
 */
export function locateBucket(location: BucketLocation): SigningTarget {
  const { bucket, region, endpoint, forcePathStyle } = location;
  checkRegion(region);
  if (/^arn:|--(?:xa?|op)-s3$/.test(bucket))
    throw new EndpointError(
      'EndpointNotSupported',
      `${bucket} is no general purpose bucket: sign for it with createPresigner`,
    );
  const { protocol, host, pathname } =
    endpoint === undefined ? awsEndpoint(region) : checkEndpoint(endpoint, 'endpoint');
  checkRegionOf(host, region);
  const base = pathname.replace(/\/$/, '');
  const inHost = !forcePathStyle && !IP_ADDRESS.test(host) && fitsHost(bucket, protocol);
  return {
    protocol: protocol === 'http:' ? 'http:' : 'https:',
    host: inHost ? `${bucket}.${host}` : host,
    basePath: inHost ? base : `${base}/${bucket}`,
    region: region === 'aws-global' ? 'us-east-1' : region,
    service: 's3',
    bucket,
    provider: providerOf(host, location.provider),
  };
}

const IP_ADDRESS = /^(?:\d+(?:\.\d+){3}|\[.*\])(?::\d+)?$/;
const LIKE_IP_ADDRESS = /(?:\d+\.){3}\d+/;

// AWS's certificates hold for one label before `s3`, so a name with dots is for http alone.
function fitsHost(bucket: string, protocol: string): boolean {
  const labels = bucket.split('.');
  if (labels.length > 1 && (protocol !== 'http:' || LIKE_IP_ADDRESS.test(bucket))) return false;
  return bucket.length <= 63 && labels.every((label) => label.length >= 3 && HOST_LABEL.test(label));
}

// Suffixes of the partitions; any other region of AWS, of today or to come, is in `aws`.
const SUFFIXES: readonly (readonly [regions: RegExp, suffix: string])[] = [
  [/^cn-\w+-\d+$/, 'amazonaws.com.cn'],
  [/^eusc-de-\w+-\d+$/, 'amazonaws.eu'],
  [/^us-iso-\w+-\d+$/, 'c2s.ic.gov'],
  [/^us-isob-\w+-\d+$/, 'sc2s.sgov.gov'],
  [/^eu-isoe-\w+-\d+$/, 'cloud.adc-e.uk'],
  [/^us-isof-\w+-\d+$/, 'csp.hci.ic.gov'],
];

function awsEndpoint(region: string): Pick<URL, 'protocol' | 'host' | 'pathname'> {
  checkAwsRegion(region);
  const suffix = SUFFIXES.find(([regions]) => regions.test(region))?.[1] ?? 'amazonaws.com';
  const host = region === 'aws-global' ? `s3.${suffix}` : `s3.${region}.${suffix}`;
  return { protocol: 'https:', host, pathname: '/' };
}
