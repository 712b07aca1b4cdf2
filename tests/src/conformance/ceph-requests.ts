import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  type DeleteObjectCommandInput,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  type ObjectIdentifier,
  PutBucketCorsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3UnderTest } from './s3-under-test.ts';
import { sendChunks } from './send-chunks.ts';
import {
  BODY,
  but,
  changedForm,
  existing,
  ownPolicy,
  parameter,
  put,
  type Send,
  sdkAnswer,
  sdkPut,
  sendForm,
  without,
} from './senders.ts';

/** A request in which Ceph RGW goes its own way, where nobody has written down what S3 says, or S3 has no such rule. */
export interface CephRequest {
  readonly name: string;
  /** What Ceph RGW 16.2.15 answered: the status, and the code of a refusal. */
  readonly answer: string;
  readonly send: Send;
}

const answered = (answer: string, requests: Readonly<Record<string, Send>>): CephRequest[] =>
  Object.entries(requests).map(([name, send]) => ({ name, answer, send }));

/** Sends a form whose fields are a list, in which a name may stand twice. */
const repeated =
  (...more: readonly (readonly [string, string])[]): Send =>
  (s3, key) =>
    sendForm(`${s3.url}/${s3.bucket}`, [
      ...Object.entries({ key, ...s3.form([{ key }, { acl: 'private' }], {}) }),
      ...more,
    ]);

/** Sends a form whose key and metadata hold the name of the file, and looks where the file is and what is said of it. */
const named =
  (fileName: string, place: string, stored: string): Send =>
  async (s3, key) => {
    const fields = { 'x-amz-meta-name': '${filename}' };
    const conditions = [
      ['starts-with', '$key', key],
      ['starts-with', '$x-amz-meta-name', ''],
    ];
    const answer = await sendForm(
      `${s3.url}/${s3.bucket}`,
      { key: `${key}/${place}`, ...s3.form(conditions, fields) },
      { name: fileName },
    );
    const { metadata } = await s3.read(`${key}/${stored}`);
    if (metadata.name !== '${filename}') throw new Error(`the metadata is ${metadata.name}`);
    return answer;
  };

async function sendNoFile(s3: S3UnderTest, key: string): Promise<Response> {
  const answer = await sendForm(
    `${s3.url}/${s3.bucket}`,
    { key, ...s3.form([{ key }, ['content-length-range', 2, 2]], {}) },
    { none: true },
  );
  if ((await s3.read(key)).text !== '\r\n') throw new Error('something else is stored');
  return answer;
}

const changedUrl =
  (change: (url: string) => string): Send =>
  async (s3, key) =>
    put(change((await s3.presigner.put(key)).url));

const withoutParameter = (name: string) =>
  changedUrl((url) => url.replace(new RegExp(`([?&])${name}=[^&]*&?`), '$1'));

const withField = (name: string, value: string) =>
  changedForm({}, (fields) => ({ ...fields, [name]: value }));

const covered = (fields: Readonly<Record<string, string>>, ...conditions: unknown[]) =>
  ownPolicy(conditions, fields);

const tagged =
  (Tagging: string): Send =>
  ({ client, bucket: Bucket }, Key) =>
    sdkAnswer(client.send(new PutObjectCommand({ Bucket, Key, Tagging, Body: BODY })));

/** Reads an object of five bytes, and looks at how many come back. */
const readBy =
  (by: { readonly PartNumber: number; readonly Range?: string }, length: number): Send =>
  async (s3, Key) => {
    await put((await s3.presigner.put(Key)).url, {}, '12345');
    const read = s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key, ...by }));
    const { Body } = await read;
    if ((await Body?.transformToByteArray())?.length !== length) throw new Error('not so many bytes');
    return sdkAnswer(read);
  };

/** Deletes an object, and looks whether it is gone. */
const deleting =
  (send: (s3: S3UnderTest, key: string) => ReturnType<Send>): Send =>
  async (s3, key) => {
    await existing(s3, key);
    const answer = await send(s3, key);
    const { status } = await fetch((await s3.presigner.get(key)).url);
    if (status !== 404) throw new Error('it is still there');
    return answer;
  };

const deletedIf = (condition: Partial<DeleteObjectCommandInput>) =>
  deleting(({ client, bucket: Bucket }, Key) =>
    sdkAnswer(client.send(new DeleteObjectCommand({ Bucket, Key, ...condition }))),
  );

const deletedInList = (condition: Partial<ObjectIdentifier>) =>
  deleting(async ({ client, bucket: Bucket }, Key) => {
    const Delete = { Objects: [{ Key, ...condition }] };
    const sent = client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    if ((await sent).Deleted?.length !== 1) throw new Error('it is not said to be deleted');
    return sdkAnswer(sent);
  });

/** Puts an object under the number of a part, though there is no upload, and looks whether it is stored. */
const putAsPart: Send = async (s3, key) => {
  const command = new PutObjectCommand({ Bucket: s3.bucket, Key: key, Body: BODY });
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { query: object }).query, { partNumber: '1' });
      return next(args);
    },
    { step: 'build' },
  );
  const answer = await sdkAnswer(s3.client.send(command));
  if ((await s3.read(key)).text !== BODY) throw new Error('it is not stored');
  return answer;
};

/** Puts an object in one part. */
async function putInParts(
  { client, bucket: Bucket }: S3UnderTest,
  Key: string,
  more: Partial<CompleteMultipartUploadCommandInput> = {},
): ReturnType<Send> {
  const about = { Bucket, Key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(about));
  const { ETag } = await client.send(
    new UploadPartCommand({ ...about, UploadId, PartNumber: 1, Body: BODY }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return sdkAnswer(
    client.send(new CompleteMultipartUploadCommand({ ...about, UploadId, MultipartUpload, ...more })),
  );
}

/** Copies an object that came in parts, and looks at the ETag. */
const copyOfParts: Send = async (s3, Key) => {
  const { client, bucket: Bucket } = s3;
  await putInParts(s3, Key);
  const sent = client.send(
    new CopyObjectCommand({ Bucket, Key: `${Key}/copy`, CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
  );
  if (!/-1"?$/.test((await sent).CopyObjectResult?.ETag ?? '')) throw new Error('the ETag is of no parts');
  return sdkAnswer(sent);
};

const copyOfPlus: Send = async (s3, key) => {
  const { client, bucket: Bucket } = s3;
  await existing(s3, `${key}+1`);
  return sdkAnswer(
    client.send(new CopyObjectCommand({ Bucket, Key: `${key}/copy`, CopySource: `${Bucket}/${key}+1` })),
  );
};

/** Puts an object whose disposition is signed as `attachment`, with two headers of it, which `fetch` would make one of. */
const putWithTwo =
  (...dispositions: string[]): Send =>
  async (s3, key) => {
    const { url } = await s3.presigner.put(key, { contentDisposition: 'attachment' });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const put = request(url, { method: 'PUT' }, resolve).on('error', reject);
      put.setHeader('content-disposition', dispositions).setHeader('content-length', BODY.length).end(BODY);
    });
    return new Response(await text(answer), { status: answer.statusCode ?? 0 });
  };

const PAGE = { origin: 'https://page.test' };

const preflight =
  (headers: Readonly<Record<string, string>>): Send =>
  async (s3, key) =>
    fetch((await s3.presigner.put(key)).url, { method: 'OPTIONS', headers: { ...headers } });

const TWO = { 'x-amz-meta-a': '1', 'x-amz-meta-b': '1' };
const ALIKE = ['eq', '$x-amz-meta-a', '$x-amz-meta-b'];
const size = (least: unknown, most: unknown) => ['content-length-range', least, most];
const ending = (expiration: unknown) => ownPolicy([], {}, but({ expiration }));

/** What decides how the sandbox passes for Ceph, beside the known differences of the table. */
export const CEPH_REQUESTS: readonly CephRequest[] = [
  ...answered('200', {
    'chunks of ten bytes': async (s3, key) => {
      const answer = await sendChunks(['a'.repeat(10), 'b'.repeat(10)])(s3, key);
      if ((await s3.read(key)).text !== 'aaaaaaaaaabbbbbbbbbb') throw new Error('something else is stored');
      return answer;
    },
    'a tag whose name begins with aws:': tagged('aws%3Aa=b'),
    'a tag with a sign that S3 does not take': tagged('a!=b'),
    'a tag given twice': tagged('a=b&a=c'),
    'a PUT with the number of a part and no upload': putAsPart,
    'a GET of a part, and all of the object': readBy({ PartNumber: 2 }, 5),
    'one of several deletes on a condition that does not hold': deletedInList({ ETag: 'other' }),
    'one of several deletes on a condition of directory buckets': deletedInList({ Size: 99 }),
    'a copy of an object in parts, which keeps its ETag': copyOfParts,
    'a copy whose source has a plus in its name': copyOfPlus,
    'a header given twice, the last as it was signed': putWithTwo('inline', 'attachment'),
    'an upload in parts that is said to be of another size': (s3, key) =>
      putInParts(s3, key, { MpuObjectSize: 99 }),
    'a list of buckets by a prefix that none has': async ({ client }) => {
      const sent = client.send(new ListBucketsCommand({ Prefix: 'nobody-has-this' }));
      if (((await sent).Buckets ?? []).length === 0) throw new Error('the list is not whole');
      return sdkAnswer(sent);
    },
  }),
  ...answered('206', {
    'a GET of a part and a range, which is of the object': readBy({ PartNumber: 1, Range: 'bytes=0-1' }, 2),
  }),
  ...answered('204', {
    'a delete on a condition that does not hold': deletedIf({ IfMatch: '"other"' }),
    'a delete on a condition of directory buckets': deletedIf({ IfMatchSize: 99 }),
    'an empty text for a field that is absent': covered({}, ['eq', '$x-amz-meta-a', '']),
    'two texts that are equal': covered({}, ['eq', 'a', 'a']),
    'two fields that are equal': covered(TWO, ALIKE),
    'an operator in capitals': covered({ acl: 'private' }, ['EQ', '$acl', 'private']),
    'two properties in a condition, the first by name as it must be': covered(
      { acl: 'private' },
      { 'x-amz-meta-a': '1', acl: 'private' },
    ),
    'the value true': covered({ 'x-amz-meta-n': 'true' }, { 'x-amz-meta-n': true }),
    'the value null': covered({ 'x-amz-meta-n': 'null' }, { 'x-amz-meta-n': null }),
    'a number in the long form': covered({ 'x-amz-meta-n': '7' }, ['eq', '$x-amz-meta-n', 7]),
    'sizes in quotes': covered({}, size('1', '100')),
    'a size below nothing': covered({}, size(-5, 100)),
    'an end without its zone': ending('2035-01-01T00:00:00'),
    'an end with an hour of one digit': ending(' 2035-01-01 1:02:03Z'),
    'an end on a day that there is not': ending('2035-02-30T00:00:00Z'),
    'a size with a space before it': covered({}, size(' 1', ' 100')),
    'an ACL that is empty': covered({ acl: '' }, { acl: '' }),
    'a status that is empty': covered({ success_action_status: '' }, { success_action_status: '' }),
    'an ACL with a space before it': covered({ acl: ' private' }, { acl: ' private' }),
    'an end with a fraction': ending('2035-01-01T00:00:00.5Z'),
    'a field given twice': repeated(['acl', 'private'], ['acl', 'private']),
    'a field given twice, the last as it must be': repeated(['acl', 'public-read'], ['ACL', 'private']),
    'another bucket in a field': withField('bucket', 'other'),
    'a wrong Content-MD5 in a form': covered({ 'content-md5': 'AAAA' }, { 'content-md5': 'AAAA' }),
    'a token that is covered': covered({ 'x-amz-security-token': 'x' }, { 'x-amz-security-token': 'x' }),
    'the folder of a file': named('a/b.json', '${filename}', 'a/b.json'),
    'the folder of a file on Windows': named('a\\b.json', '${filename}', 'a\\b.json'),
    'the name of the file twice': named('b', '${filename}-${filename}', 'b-${filename}'),
    'no file, and the end of a line that is stored': sendNoFile,
  }),
  ...answered('403 AccessDenied', {
    'a preflight that no rule allows': async (s3, key) => {
      const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['PUT'] }];
      const CORSConfiguration = { CORSRules };
      await s3.client.send(new PutBucketCorsCommand({ Bucket: s3.bucket, CORSConfiguration }));
      return preflight({ ...PAGE, 'access-control-request-method': 'GET' })(s3, key);
    },
    'an empty text for a field that is absent, in the short form': covered({}, { 'x-amz-meta-a': '' }),
    'two fields that are not equal': covered({ ...TWO, 'x-amz-meta-b': '2' }, ALIKE),
    'the value 1.5': covered({ 'x-amz-meta-n': '1.5' }, { 'x-amz-meta-n': 1.5 }),
    'a field given twice, the last otherwise': repeated(['acl', 'private'], ['acl', 'public-read']),
    'a type with a space before it that must be there': covered({ 'Content-Type': ' a/b' }, [
      'starts-with',
      '$Content-Type',
      ' a',
    ]),
    'an empty type that nothing covers': covered({ 'Content-Type': '' }),
    'a token that nothing covers': covered({ 'x-amz-security-token': 'x' }),
    'no file, and a field that nothing covers': ownPolicy([], { a: 'b' }, undefined, { none: true }),
    'a form with a credential that is none': withField('X-Amz-Credential', 'nobody'),
    'a form with a date that is none': withField('X-Amz-Date', 'today'),
    'a URL of another algorithm': changedUrl(parameter('X-Amz-Algorithm', 'AWS4-HMAC-SHA512')),
    'a URL with a date that is none': changedUrl(parameter('X-Amz-Date', 'today')),
    'a URL with a life that is none': changedUrl(parameter('X-Amz-Expires', 'x')),
    'a URL that ended at once': changedUrl(parameter('X-Amz-Expires', '0')),
    'a URL without its algorithm': withoutParameter('X-Amz-Algorithm'),
    'a URL without its credential': withoutParameter('X-Amz-Credential'),
    'a URL without its life': withoutParameter('X-Amz-Expires'),
  }),
  ...answered('403 SignatureDoesNotMatch', {
    'a header given twice, the first as it was signed': putWithTwo('attachment', 'inline'),
    'a URL with a token added': changedUrl((url) => `${url}&X-Amz-Security-Token=x`),
  }),
  ...answered('400 InvalidArgument', {
    'a preflight without an origin': preflight({ 'access-control-request-method': 'PUT' }),
    'a preflight without a method': preflight(PAGE),
    'a preflight for a method that no rule can allow': preflight({
      ...PAGE,
      'access-control-request-method': 'PATCH',
    }),
    'a tag whose name is too long': tagged(`${'k'.repeat(129)}=b`),
    'an empty condition': covered({}, {}),
    'a text for a condition': covered({}, 'acl'),
    'a size with a fraction': covered({}, size(0.5, 100)),
    'words for sizes': covered({}, size('a', 'b')),
    'an end at 24 o’clock': ending('2035-01-01T24:00:00Z'),
    'an end without its time': ending('2035-01-01'),
    'an end and more': ending('2035-01-01T00:00:00Zx'),
    'a number for an end': ending(7),
    'a status that is no number, and the file that is stored all the same': async (s3, key) => {
      const fields = { success_action_status: 'ok' };
      const answer = await covered(fields, fields)(s3, key);
      if ((await s3.read(key)).text !== BODY) throw new Error('not the file');
      return answer;
    },
    'an ACL that there is not': covered({ acl: 'nobody' }, { acl: 'nobody' }),
    'a form of another algorithm': withField('X-Amz-Algorithm', 'AWS4-HMAC-SHA512'),
    'a form without its algorithm': changedForm({}, without('X-Amz-Algorithm')),
    'a form without its credential': changedForm({}, without('X-Amz-Credential')),
    'a form without its date': changedForm({}, without('X-Amz-Date')),
    'a form with a key of spaces': withField('key', ' '),
    'a URL with a credential that is none': changedUrl(parameter('X-Amz-Credential', 'nobody')),
  }),
  ...answered('400 XAmzContentSHA256Mismatch', {
    'a PUT with foo for the SHA-256 of its body': sdkPut(
      undefined,
      (headers) => {
        headers['x-amz-content-sha256'] = 'foo';
      },
      'unsigned',
    ),
  }),
  ...answered('400 EntityTooLarge', {
    'sizes the wrong way round': covered({}, size(100, 1)),
    'no text for a size, which is 0': covered({}, size('', '')),
    'the smaller of two ranges': covered({}, size(1, 100), size(1, 3)),
  }),
  ...answered('400 InvalidLocationConstraint', {
    'a bucket in another region': ({ client }) =>
      sdkAnswer(
        client.send(
          new CreateBucketCommand({
            Bucket: 'in-another-region',
            CreateBucketConfiguration: { LocationConstraint: 'ap-south-1' },
          }),
        ),
      ),
  }),
  ...answered('411 MissingContentLength', {
    'a PUT of a stream, whose length nobody knows': async (s3, key) => {
      const stream = { method: 'PUT', body: new Blob([BODY]).stream(), duplex: 'half' };
      return fetch((await s3.presigner.put(key)).url, stream);
    },
  }),
  ...answered('404 NoSuchBucket', {
    'a bucket that there is not': async (s3, key) =>
      put((await s3.presignerOf({ bucket: 'nobody-has-this' }).put(key)).url),
  }),
];
