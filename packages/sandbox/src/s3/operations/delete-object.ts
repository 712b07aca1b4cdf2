import { fault, malformedXml } from '../s3-fault.ts';
import { existingBucket, noContent } from './existing.ts';
import type { Operation } from './operation.ts';
import { readXml } from './read-xml.ts';
import { xmlAnswer } from './xml-answer.ts';

/** What is not there can be deleted too. */
export const deleteObject: Operation = ({ store }, { address }) => {
  existingBucket(store, address).delete(address.key);
  return noContent();
};

/** Most keys that one request may name. */
const MAX_KEYS = 1000;

export const deleteObjects: Operation = async ({ store }, call) => {
  const { headers } = call;
  const isChecked = Object.keys(headers).some(
    (name) => name === 'content-md5' || name === 'x-amz-trailer' || /^x-amz-checksum-(crc|sha)/.test(name),
  );
  if (!isChecked)
    throw fault(
      400,
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const document = await readXml(call, 'Delete');
  const keys = document.all('Object').map((object) => object.text('Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_KEYS || keys.includes('')) throw malformedXml();
  const bucket = existingBucket(store, call.address);
  for (const key of keys) bucket.delete(key);
  const quiet = document.text('Quiet')?.trim() === 'true';
  return xmlAnswer('DeleteResult', quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) });
};
