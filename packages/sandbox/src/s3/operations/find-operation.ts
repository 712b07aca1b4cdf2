import { fault, invalidArgument } from '../s3-fault.ts';
import { getBucketAcl, getObjectAcl, putObjectAcl } from './acl.ts';
import { deleteCors, getCors, putCors } from './bucket-cors.ts';
import {
  createBucket,
  deleteBucket,
  getLocation,
  getVersioning,
  headBucket,
  listBuckets,
} from './buckets.ts';
import { completeUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { createUpload } from './create-upload.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { checkVersion } from './existing.ts';
import { abortUpload } from './existing-upload.ts';
import { getObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import type { Call, Operation, S3Context } from './operation.ts';
import { putObject } from './put-object.ts';
import { deleteTagging, getTagging, putTagging } from './tags.ts';
import { uploadPart, uploadPartCopy } from './upload-part.ts';

/**
 * What a request can be about besides the bucket or object itself: a parameter of the query says so. Where one is missing
 * here, what is asked for is done to the bucket or object: `DELETE /bucket?policy` would delete the bucket.
 */
const SUBRESOURCES = [
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'annotation',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metadataAnnotationTable',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
];

// By method and what the request is about.
const OF_BUCKET: Readonly<Record<string, Operation>> = {
  GET: listObjects,
  HEAD: headBucket,
  PUT: createBucket,
  DELETE: deleteBucket,
  'GET acl': getBucketAcl,
  'GET cors': getCors,
  'PUT cors': putCors,
  'DELETE cors': deleteCors,
  'GET location': getLocation,
  'GET uploads': listUploads,
  'GET versioning': getVersioning,
  'POST delete': deleteObjects,
};

const OF_OBJECT: Readonly<Record<string, Operation>> = {
  GET: getObject,
  HEAD: getObject,
  PUT: putObject,
  DELETE: deleteObject,
  'GET acl': getObjectAcl,
  'PUT acl': putObjectAcl,
  'GET tagging': getTagging,
  'PUT tagging': putTagging,
  'DELETE tagging': deleteTagging,
  'POST uploads': createUpload,
  'PUT uploadId': uploadPart,
  'POST uploadId': completeUpload,
  'GET uploadId': listParts,
  'DELETE uploadId': abortUpload,
};

/**
 * Finds what a request wants.
 *
 * @throws S3Fault `NotImplemented` for what S3 can and this one cannot, `MethodNotAllowed` for what neither can.
 */
export function findOperation({ rules }: S3Context, { address, request, headers }: Call): Operation {
  const { bucket, key, names } = address;
  const { method = 'GET' } = request;
  if (bucket === '') return method === 'GET' ? listBuckets : methodNotAllowed(method);
  const subresource = subresourceOf(names);
  if (names.includes('versionId')) checkVersion(address.parameters.get('versionId') ?? undefined);
  if (method === 'PUT' && subresource === undefined && names.includes('partNumber') && rules.readsParts)
    // As captured in versity/versitygw#1237, also for the value.
    throw invalidArgument(
      'partNumber',
      'partNumber',
      'This operation does not accept partNumber without uploadId',
    );
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (key !== '' && method === 'PUT' && isCopy && (subresource === undefined || subresource === 'uploadId'))
    return subresource === undefined ? copyObject : uploadPartCopy;
  if (key === '' && method === 'GET' && address.parameters.get('list-type') === '2') return listObjectsV2;

  const operations = key === '' ? OF_BUCKET : OF_OBJECT;
  const found = operations[subresource === undefined ? method : `${method} ${subresource}`];
  if (found !== undefined) return found;
  if (subresource === undefined) return methodNotAllowed(method);
  const message = 'A parameter you provided implies functionality that is not implemented';
  throw fault(
    501,
    'NotImplemented',
    message,
    { Parameter: subresource },
    { kind: 'parameter', name: subresource },
  );
}

/** The first of them by the order above, wherever it stands in the query. */
function subresourceOf(names: readonly string[]): string | undefined {
  return names.some((name) => IS_SUBRESOURCE.has(name))
    ? SUBRESOURCES.find((name) => names.includes(name))
    : undefined;
}

const IS_SUBRESOURCE: ReadonlySet<string> = new Set(SUBRESOURCES);

function methodNotAllowed(method: string): never {
  throw fault(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
    ResourceType: 'SERVICE',
  });
}
