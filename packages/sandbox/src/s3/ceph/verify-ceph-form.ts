import { createHmac } from 'node:crypto';
import type { AcceptedPost, Culprit, PostedForm, Refusal, VerifyOptions } from '@x/s3-presign/verify';
import { s3Error } from '../s3-fault.ts';
import { CephPolicyError, readCephPolicy } from './ceph-policy.ts';

/**
 * Tells what Ceph RGW answers to a posted form, as `verifyPresignedPost` tells it of S3. The order, the statuses and the
 * codes are those that Ceph RGW 16.2.15 gave to the requests of `pnpm test:ceph`.
 *
 * RGW is less strict than S3, and says less: a policy that cannot be read is an InvalidArgument, whatever is wrong with a
 * signature an AccessDenied. Region and day of the signature may be any. Signatures of version 2, which RGW takes too,
 * are refused.
 */
export function verifyCephForm(form: PostedForm, options: VerifyOptions): AcceptedPost | Refusal {
  const fields = collectFields(form);
  const key = fillIn(fields.get('key'), form.file?.name);
  if (!key) return invalid(key === undefined ? 'Key not specified' : 'Empty object name', 'key');
  fields.set('key', key);
  const type = fields.get('content-type')?.trim();
  if (type) fields.set('content-type', type);

  const policyText = fields.get('policy');
  // Who shows no policy is nobody, and nobody may write.
  if (policyText === undefined) return denied('Access Denied', { kind: 'field', name: 'policy' });
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256')
    return invalid('Missing aws2 access key', 'x-amz-algorithm');
  for (const name of ['x-amz-credential', 'x-amz-signature', 'x-amz-date'])
    if (!fields.has(name)) return invalid(`Missing aws4 ${name.slice('x-amz-'.length)}`, name);
  const signer = signerOf(fields, policyText, options);
  if (signer === undefined) return denied('Access Denied', { kind: 'signature' });

  try {
    const policy = readCephPolicy(policyText);
    if (policy.expiration <= (options.now?.() ?? new Date()))
      return denied('Policy expired', { kind: 'clock', name: 'expiration' });
    // What a field `bucket` says counts for nothing (CVE-2023-43040).
    const failed = policy.check(new Map([...fields, ['bucket', form.bucket]]));
    if (failed !== undefined) return denied(failed.message, failed.culprit);
    const refuseSize = (bytes: number) => refusedSize(bytes, policy.least, policy.most);
    const { acl, ...others } = Object.fromEntries(
      Array.from(fields, ([name, value]) => [name, value.trim()]),
    );
    const given = acl ? { ...others, acl } : others;
    return { ok: true, ...signer, expiresAt: policy.expiration, key, fields: given, refuseSize };
  } catch (error) {
    if (error instanceof CephPolicyError)
      return s3Error(400, 'InvalidArgument', error.message, {}, { kind: 'policy' });
    throw error;
  }
}

/** Names in lower case. Of a field that is given twice the last counts. */
function collectFields({ fields }: PostedForm): Map<string, string> {
  const pairs = Symbol.iterator in fields ? fields : Object.entries(fields);
  return new Map(Array.from(pairs, ([name, value]) => [name.toLowerCase(), value]));
}

/** The name of the file stands in the key alone, once, and with its folders. */
function fillIn(key: string | undefined, fileName = ''): string | undefined {
  return key?.trim().replace('${filename}', () => fileName);
}

/** Who signed a policy, if somebody did whom we know. */
function signerOf(
  fields: ReadonlyMap<string, string>,
  policy: string,
  { credentials }: VerifyOptions,
): Pick<AcceptedPost, 'accessKeyId' | 'region'> | undefined {
  const parts = (fields.get('x-amz-credential') ?? '').split('/');
  const accessKeyId = parts.slice(0, -4).join('/');
  const scope = parts.slice(-4);
  const known =
    typeof credentials === 'function'
      ? credentials(accessKeyId)
      : [credentials].flat().find((one) => one.accessKeyId === accessKeyId);
  if (known === undefined) return undefined;
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${known.secretAccessKey}`);
  const signed = hmac(key, policy).toString('hex') === fields.get('x-amz-signature');
  return signed ? { accessKeyId, region: scope[1] ?? '' } : undefined;
}

function refusedSize(bytes: number, least: number, most: number): Refusal | undefined {
  if (bytes > most) return s3Error(400, 'EntityTooLarge', 'EntityTooLarge', {}, { kind: 'file' });
  if (bytes < least) return s3Error(400, 'EntityTooSmall', 'EntityTooSmall', {}, { kind: 'file' });
  return undefined;
}

function denied(message: string, culprit: Culprit): Refusal {
  return s3Error(403, 'AccessDenied', message, {}, culprit);
}

function invalid(message: string, name: string): Refusal {
  return s3Error(400, 'InvalidArgument', message, {}, { kind: 'field', name });
}
