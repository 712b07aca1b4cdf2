import { type ChecksumName, checksumName } from '../body/checksum.ts';
import { fault } from '../s3-fault.ts';
import type { Call } from './operation.ts';

/**
 * The checksum that a request wants S3 to have of an object, by `x-amz-checksum-algorithm`.
 *
 * @throws S3Fault when S3 knows no such checksum.
 */
export function wantedChecksum(headers: Call['headers']): ChecksumName | undefined {
  const algorithm = headers['x-amz-checksum-algorithm'];
  if (algorithm === undefined) return undefined;
  const name = checksumName(algorithm);
  if (name === undefined)
    throw fault(
      400,
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  return name;
}
