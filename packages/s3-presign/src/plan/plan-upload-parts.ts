import type { CustomerKey } from '../check/check-customer-key.ts';
import { checkOptions, type OptionNames } from '../check/check-options.ts';
import { checkWhole } from '../check/check-whole.ts';
import { refuse } from '../check/refuse.ts';

/** Which multipart upload shall be presigned whole. */
export interface UploadPartsOptions extends CustomerKey {
  /** Life of the URLs in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** As CreateMultipartUpload answered it. */
  readonly uploadId: string;
  /** Size of the whole object in bytes, 1 to 10000 parts of 5 GiB. */
  readonly size: number;
  /**
   * Size of each part but the last in bytes, 5 MiB to 5 GiB, so that there are at most 10000 parts. Default: 8 MiB, or
   * the smallest whole MiB that makes 10000 parts suffice.
   */
  readonly partSize?: number;
  /**
   * Sign each part's size, so that S3 takes no part of another; its sender must then send `content-length`, as browsers
   * do by themselves. Default: `false`, any size up to 5 GiB.
   */
  readonly exactSizes?: boolean;
}

/** One part of an object: the bytes from `start` up to, not including, `end`, as `slice(start, end)` takes them. */
export interface PartRange {
  /** 1 to 10000. */
  readonly partNumber: number;
  readonly start: number;
  readonly end: number;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const MAX_PARTS = 10_000;
const MIN_PART = 5 * MIB;
const MAX_PART = 5 * GIB;
const DEFAULT_PART = 8 * MIB;

const OPTIONS: OptionNames<UploadPartsOptions> = {
  ...{ expiresIn: true, uploadId: true, size: true, partSize: true, exactSizes: true },
  ...{ sseCustomerKey: true, sseCustomerKeyMd5: true },
};

/** @throws InvalidInputError `InvalidContentLength` for sizes beyond S3's limits for multipart uploads. */
export function planUploadParts(options: UploadPartsOptions): PartRange[] {
  checkOptions(options, OPTIONS, 'uploadParts');
  const { size, partSize } = options;
  checkBytes(size, 'size', 1, MAX_PARTS * MAX_PART, 'one byte to 10000 parts of 5 GiB');
  const step =
    partSize !== undefined ? partSize : Math.max(DEFAULT_PART, Math.ceil(size / MAX_PARTS / MIB) * MIB);
  checkBytes(step, 'partSize', MIN_PART, MAX_PART, '5 MiB to 5 GiB');
  const count = Math.ceil(size / step);
  if (count > MAX_PARTS)
    refuse(
      'InvalidContentLength',
      'partSize',
      `${step} makes ${count} parts of ${size} bytes, and S3 takes ${MAX_PARTS}: leave it out, or make it larger`,
    );
  return Array.from({ length: count }, (_, index) => ({
    partNumber: index + 1,
    start: index * step,
    end: Math.min(size, (index + 1) * step),
  }));
}

function checkBytes(bytes: unknown, option: string, min: number, max: number, range: string): void {
  checkWhole(bytes, option, 'InvalidContentLength', min, max, `whole bytes, ${range}`);
}
