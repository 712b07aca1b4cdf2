import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  type CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  UploadPartCommand,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { Bucket, type TestS3 } from './support.ts';

/** An upload that has begun. */
export interface BegunUpload {
  readonly about: { readonly Bucket: string; readonly Key: string; readonly UploadId: string | undefined };
  part(
    PartNumber: number,
    Body: Uint8Array | string,
    more?: Partial<UploadPartCommandInput>,
  ): Promise<CompletedPart>;
  complete(
    Parts: CompletedPart[],
    more?: Partial<CompleteMultipartUploadCommandInput>,
  ): Promise<CompleteMultipartUploadCommandOutput>;
}

export async function beginUpload(
  { client }: Pick<TestS3, 'client'>,
  Key: string,
  more: Partial<CreateMultipartUploadCommandInput> = {},
): Promise<BegunUpload> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  const about = { Bucket, Key, UploadId };
  return {
    about,
    part: async (PartNumber, Body, more = {}) => {
      const sent = { ...about, PartNumber, Body: Buffer.from(Body), ...more };
      const {
        $metadata: _,
        ServerSideEncryption: __,
        ...part
      } = await client.send(new UploadPartCommand(sent));
      return { PartNumber, ...part };
    },
    complete: (Parts, more = {}) =>
      client.send(new CompleteMultipartUploadCommand({ ...about, MultipartUpload: { Parts }, ...more })),
  };
}
