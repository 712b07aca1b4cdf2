import { Readable } from 'node:stream';
import { type AcceptedPost, type Refusal, type VerifyOptions, xmlDocument } from '@x/s3-presign/verify';
import { objectUrl } from '../address.ts';
import { openBody } from '../body/open-body.ts';
import { type Form, readForm } from '../body/read-form.ts';
import type { ProviderRules } from '../provider.ts';
import { fault, invalidArgument, s3Error } from '../s3-fault.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { checkWrite } from './conditions.ts';
import { bucketFor } from './existing.ts';
import { settingsOf } from './object-settings.ts';
import type { Answer, Call, S3Context } from './operation.ts';
import { MAX_PUT, makeVisible, storeBody } from './put-object.ts';
import { tagsOfForm } from './tags.ts';

/** How forms are taken. */
export interface PostOptions {
  readonly verify: VerifyOptions;
  /** Lets in what S3 would refuse, once it was told. */
  readonly lenient: boolean;
}

/**
 * Refuses a POST to a bucket that is about nothing else and yet no form, before anybody asks who sends it.
 *
 * @throws S3Fault in the words of the service.
 */
export function refuseOtherPost(
  { method }: Pick<Call['request'], 'method'>,
  { bucket, key, names, isPresigned }: Call['address'],
  { noForm }: Pick<ProviderRules, 'noForm'>,
): void {
  if (method === 'POST' && bucket !== '' && key === '' && names.length === 0 && !isPresigned) throw noForm();
}

/** Verifies a posted form, stores its file, and answers as the form asks. */
export async function postObject(s3: S3Context, call: Call, options: PostOptions): Promise<Answer> {
  const { address, request } = call;
  const { checksums, noFile, verifyForm, wantsNumberForStatus } = s3.rules;
  const { fields, file = fileOf(noFile) } = await readForm(request);
  const { bucket } = address;
  const answer = verifyForm({ bucket, fields, ...(file && { file: { name: file.name } }) }, options.verify);
  if (!answer.ok) call.object(answer);
  const accepted = answer.ok ? answer : unverified(fields, file?.name);
  const { key, fields: given } = accepted;
  if (file === undefined || key === '')
    throw fault(400, 'InvalidArgument', 'There is no file, or no key for it.');

  const headers = formHeaders(given);
  const settings = { ...settingsOf(headers, s3.rules), tags: tagsOfForm(given.tagging, s3.rules) };
  checkWrite(bucketFor(s3.store, { bucket, key }), key, {});
  const sized = withinSize(file.bytes, accepted.refuseSize, call.object, options.lenient);
  // The checksums of a form are fields, named as the headers are.
  const body = await openBody(sized, {
    payloadHash: 'UNSIGNED-PAYLOAD',
    headers: checksums ? given : {},
    object: call.object,
  });
  const object = await storeBody(s3, call, key, settings, body);
  await makeVisible(s3, { ...call, headers: {} }, 'Post', object);
  const status = given.success_action_status ?? '';
  if (wantsNumberForStatus && !/^\d*$/.test(status))
    throw invalidArgument(
      'success_action_status',
      status,
      'The file is stored, but the status is no number.',
    );
  return postAnswer(call, object, given);
}

function fileOf(bytes: Buffer | undefined): Form['file'] {
  return bytes && { name: undefined, bytes: Readable.from([bytes]) };
}

/** What is taken of a form that S3 would refuse. */
function unverified(
  fields: readonly (readonly [string, string])[],
  fileName: string | undefined,
): Pick<AcceptedPost, 'fields' | 'key' | 'refuseSize'> {
  const name = fileName?.replace(/^.*[/\\]/s, '') ?? '';
  const given = Object.fromEntries(
    fields.map(([field, value]) => [
      field.toLowerCase(),
      name === '' ? value : value.replaceAll('${filename}', () => name),
    ]),
  );
  return { fields: given, key: given.key ?? '', refuseSize: () => undefined };
}

/**
 * Counts a file while it comes, and refuses it when it is too large or too small. What is too large is read to its end
 * all the same, to tell its size, but not handed on.
 */
async function* withinSize(
  source: AsyncIterable<Buffer>,
  refuseSize: AcceptedPost['refuseSize'],
  object: Call['object'],
  lenient: boolean,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (lenient || !isTooLarge(refuseSize(size), size)) yield chunk;
  }
  const refusal = refuseSize(size) ?? (size > MAX_PUT ? tooLarge(size) : undefined);
  if (refusal !== undefined) object(refusal);
}

function isTooLarge(refusal: Refusal | undefined, size: number): boolean {
  return refusal?.code === 'EntityTooLarge' || size > MAX_PUT;
}

function tooLarge(size: number): Refusal {
  return s3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(size),
    MaxSizeAllowed: String(MAX_PUT),
  });
}

/** A form's fields as the headers that a PUT would have. */
function formHeaders(fields: Readonly<Record<string, string>>): Record<string, string> {
  const { acl, tagging: _, 'x-amz-tagging': __, ...headers } = fields;
  return acl === undefined ? headers : { ...headers, 'x-amz-acl': acl };
}

/** 204, unless the form asked for another answer. */
function postAnswer(
  { address, request }: Call,
  { key, etag }: StoredObject,
  fields: Readonly<Record<string, string>>,
): Answer {
  const { bucket } = address;
  const location = objectUrl(request.headers, address, key);
  const quoted = `"${etag}"`;
  const headers = { etag: quoted, location };

  const redirect = fields.success_action_redirect ?? fields.redirect;
  // A relative URL is no URL to S3, and is passed over.
  if (redirect !== undefined && URL.canParse(redirect)) {
    const to = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: quoted }))
      to.searchParams.set(name, value);
    return { status: 303, headers: { etag: quoted, location: to.href } };
  }
  if (fields.success_action_status === '200') return { status: 200, headers };
  if (fields.success_action_status === '201')
    return {
      status: 201,
      headers: { ...headers, 'content-type': 'application/xml' },
      body: xmlDocument('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: quoted }),
    };
  return { status: 204, headers };
}
