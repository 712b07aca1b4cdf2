import { fault } from '../s3-fault.ts';
import type { Upload } from '../storage/stored-object.ts';
import { existingBucket, noContent } from './existing.ts';
import type { Call, Operation, S3Context } from './operation.ts';

/** The upload of a request. @throws S3Fault when there is none. */
export function existingUpload({ store }: S3Context, { address }: Call): Upload {
  const id = address.parameters.get('uploadId') ?? '';
  const upload = existingBucket(store, address).upload(id);
  if (upload === undefined || upload.key !== address.key)
    throw fault(
      404,
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      { UploadId: id },
      { kind: 'parameter', name: 'uploadId' },
    );
  return upload;
}

export const abortUpload: Operation = (s3, call) => {
  existingBucket(s3.store, call.address).endUpload(existingUpload(s3, call).id);
  return noContent();
};
