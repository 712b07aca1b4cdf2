import type { Provider } from '../provider.ts';

/** Where a bucket is reached and what its signatures are scoped to; the same for every key of the bucket. */
export interface SigningTarget {
  readonly protocol: 'http:' | 'https:';
  /** As the `host` header carries it: no default port. */
  readonly host: string;
  /** Path of the bucket, without a slash at the end: empty for virtual-host style, `/bucket` for path style. */
  readonly basePath: string;
  readonly region: string;
  /** `s3`, but for the likes of S3 Object Lambda. */
  readonly service: string;
  readonly bucket: string;
  readonly provider: Provider;
}

/** AWS credentials, of a user or, with a session token, of a role. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When the credentials end. Default: never. */
  readonly expiration?: Date;
}
