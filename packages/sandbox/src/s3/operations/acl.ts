import { S3_NAMESPACE } from '@x/s3-presign/verify';
import { notImplemented } from '../s3-fault.ts';
import { existingBucket, existingObject } from './existing.ts';
import { aclOf, isGrant } from './object-settings.ts';
import type { Answer, Operation } from './operation.ts';
import { OWNER } from './xml-answer.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';
const USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';

/** What canned ACLs grant, besides everything to the owner. */
const GRANTS: Readonly<Record<string, readonly (readonly [group: string, permission: string])[]>> = {
  'public-read': [[EVERYBODY, 'READ']],
  'public-read-write': [
    [EVERYBODY, 'READ'],
    [EVERYBODY, 'WRITE'],
  ],
  'authenticated-read': [[USERS, 'READ']],
};

export const getObjectAcl: Operation = ({ store }, { address }) =>
  aclAnswer(existingObject(store, address).object.acl);

/** Canned ACLs alone, which are kept and answered; everybody but the owner is refused all the same. */
export const putObjectAcl: Operation = ({ store }, { address, headers }) => {
  const { bucket, object } = existingObject(store, address);
  const grant = Object.keys(headers).find(isGrant);
  if (grant !== undefined) throw notImplemented(grant);
  if (headers['x-amz-acl'] === undefined) throw notImplemented('AccessControlPolicy');
  bucket.change({ ...object, acl: aclOf(headers) });
  return { status: 200 };
};

export const getBucketAcl: Operation = ({ store }, { address }) => {
  existingBucket(store, address);
  return aclAnswer('private');
};

// Written by hand, as it is the one document with attributes; nothing in it comes from a request.
function aclAnswer(acl: string): Answer {
  const owner = `<ID>${OWNER.ID}</ID><DisplayName>${OWNER.DisplayName}</DisplayName>`;
  const grant = (type: string, grantee: string, permission: string) =>
    `<Grant><Grantee xmlns:xsi="${XSI}" xsi:type="${type}">${grantee}</Grantee><Permission>${permission}</Permission></Grant>`;
  const grants = [
    grant('CanonicalUser', owner, 'FULL_CONTROL'),
    ...(GRANTS[acl] ?? []).map(([uri, permission]) => grant('Group', `<URI>${uri}</URI>`, permission)),
  ];
  const list = `<Owner>${owner}</Owner><AccessControlList>${grants.join('')}</AccessControlList>`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<AccessControlPolicy xmlns="${S3_NAMESPACE}">${list}</AccessControlPolicy>`,
  };
}
