import { createHash } from 'node:crypto';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { upload } from '@x/s3-presign';
import {
  ago,
  BODY,
  but,
  changedForm,
  changedPut,
  existing,
  hour,
  ownPolicy,
  parameter,
  put,
  type Send,
  sdkPut,
  sendForm,
  sha256,
  without,
} from './senders.ts';

/** One request, and whether S3 lets it in. */
export interface TriedRequest {
  readonly name: string;
  readonly accepted: boolean;
  readonly send: Send;
}

const good = (name: string, send: Send): TriedRequest => ({ name, accepted: true, send });
const bad = (name: string, send: Send): TriedRequest => ({ name, accepted: false, send });

/** Keys that signers and servers get wrong. */
const AWKWARD = [
  'a b',
  'a+b',
  'a%20b',
  '100%',
  'ü',
  'é😀',
  '日本',
  '//a//',
  "'!*()",
  '@:,;=$',
  '?#&',
  '[]{}^|',
  'a\\b',
  '"<>`',
  '~-_.',
  'a/',
  '...',
];

/** What S3 accepts and refuses of presigned requests. Any S3 can be held against it. */
export const REQUESTS: readonly TriedRequest[] = [
  good('PUT', changedPut({})),
  good('PUT of nothing', changedPut({}, undefined, undefined, '')),
  ...AWKWARD.map((part) =>
    good(`PUT and back of the key ${part}`, async (s3, key) => {
      const awkward = `${key}/${part}`;
      const answer = await put((await s3.presigner.put(awkward)).url);
      if (answer.ok && (await s3.read(awkward)).text !== BODY)
        throw new Error(`${awkward} holds something else`);
      return answer;
    }),
  ),
  good('PUT with metadata in the URL', async (s3, key) => {
    const answer = await put((await s3.presigner.put(key, { metadata: { trip: '7' } })).url);
    if ((await s3.read(key)).metadata.trip !== '7') throw new Error('the metadata is lost');
    return answer;
  }),
  good('PUT with ACL and tags in the URL', changedPut({ acl: 'private', tagging: { team: 'a b' } })),
  good('PUT with its signed type, size and disposition', async (s3, key) => {
    const { url, headers } = await s3.presigner.put(key, {
      ...{ contentType: 'application/json', contentLength: BODY.length, contentDisposition: 'inline' },
    });
    const { 'content-length': _, ...sent } = headers;
    const answer = await put(url, sent);
    if ((await s3.read(key)).contentType !== 'application/json') throw new Error('the type is lost');
    return answer;
  }),
  good(
    'PUT with any type where none is signed',
    changedPut({}, undefined, () => ({ 'content-type': 'text/x' })),
  ),
  good('PUT with the right SHA-256 signed', changedPut({ checksumSha256: sha256(BODY) })),
  good(
    'PUT with the right Content-MD5',
    changedPut({}, undefined, () => ({ 'content-md5': createHash('md5').update(BODY).digest('base64') })),
  ),
  good('PUT that must not overwrite, of a new key', changedPut({ ifNoneMatch: '*' })),
  good('PUT signed by the session', async (s3, key) => put((await s3.presigner.session()).put(key).url)),
  good('PUT signed an hour ago for two', async (s3, key) =>
    put((await s3.presignerOf({ now: ago(hour) }).put(key, { expiresIn: 7200 })).url),
  ),
  good('PUT by upload()', async (s3, key) => upload(await s3.presigner.put(key), BODY)),
  good('PUT of a part', async (s3, key) => {
    const { UploadId: uploadId = '' } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket: s3.bucket, Key: key }),
    );
    return put((await s3.presigner.uploadPart(key, { uploadId, partNumber: 1 })).url);
  }),
  good('GET with another disposition', async (s3, key) => {
    await existing(s3, key);
    const disposition = 'attachment; filename="a b.json"';
    const { url } = await s3.presigner.get(key, { responseContentDisposition: disposition });
    const answer = await fetch(url);
    if ((await answer.text()) !== 'before') throw new Error('not the object');
    if (answer.headers.get('content-disposition') !== disposition) throw new Error('not the disposition');
    return answer;
  }),
  good('HEAD', async (s3, key) => {
    await existing(s3, key);
    return fetch((await s3.presigner.head(key)).url, { method: 'HEAD' });
  }),
  good('DELETE', async (s3, key) => {
    await existing(s3, key);
    return fetch((await s3.presigner.delete(key)).url, { method: 'DELETE' });
  }),

  bad('PUT with its signature altered', changedPut({}, parameter('X-Amz-Signature', '0'.repeat(64)))),
  bad(
    'PUT with its signature cut',
    changedPut({}, (url) => url.slice(0, -1)),
  ),
  bad('PUT signed with a wrong secret', async (s3, key) => {
    const credentials = { ...s3.credentials, secretAccessKey: 'wrong' };
    return put((await s3.presignerOf({ credentials }).put(key)).url);
  }),
  bad('PUT signed with a key nobody has', async (s3, key) => {
    const credentials = { ...s3.credentials, accessKeyId: 'AKIANOBODYHASTHISKEY' };
    return put((await s3.presignerOf({ credentials }).put(key)).url);
  }),
  bad('PUT signed for another region', async (s3, key) =>
    put((await s3.presignerOf({ region: 'eu-west-3' }).put(key)).url),
  ),
  bad('PUT to another key', async (s3, key) =>
    put((await s3.presigner.put(key)).url.replace(`/${key}?`, `/${key}-other?`)),
  ),
  bad('PUT with a longer life', changedPut({ expiresIn: 60 }, parameter('X-Amz-Expires', '604800'))),
  bad('PUT with more life than seven days', changedPut({}, parameter('X-Amz-Expires', '604801'))),
  bad('PUT with a later date', changedPut({}, parameter('X-Amz-Date', '20300101T000000Z'))),
  bad(
    'PUT without a date',
    changedPut({}, (url) => url.replace(/&X-Amz-Date=[^&]*/, '')),
  ),
  bad(
    'PUT without its signed headers',
    changedPut({}, (url) => url.replace(/&X-Amz-SignedHeaders=[^&]*/, '')),
  ),
  bad('PUT of another part than signed', async (s3, key) => {
    const { UploadId: uploadId = '' } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket: s3.bucket, Key: key }),
    );
    const { url } = await s3.presigner.uploadPart(key, { uploadId, partNumber: 1 });
    return put(parameter('partNumber', '2')(url));
  }),
  bad('PUT with an altered session token', async (s3, key) => {
    const credentials = { ...s3.credentials, sessionToken: 'token' };
    return put(
      parameter('X-Amz-Security-Token', 'other')((await s3.presignerOf({ credentials }).put(key)).url),
    );
  }),
  bad(
    'PUT with an ACL added to the URL',
    changedPut({}, (url) => `${url}&x-amz-acl=public-read`),
  ),
  bad(
    'PUT with an ACL added as a header',
    changedPut({}, undefined, () => ({ 'x-amz-acl': 'public-read' })),
  ),
  bad(
    'PUT with altered metadata',
    changedPut({ metadata: { trip: '7' } }, parameter('x-amz-meta-trip', '8')),
  ),
  bad('DELETE by the URL of a PUT', async (s3, key) => {
    await existing(s3, key);
    return fetch((await s3.presigner.put(key)).url, { method: 'DELETE' });
  }),
  bad('PUT by the URL of a GET', async (s3, key) => put((await s3.presigner.get(key)).url)),
  bad('PUT that expired 59 minutes ago', async (s3, key) =>
    put((await s3.presignerOf({ now: ago(hour) }).put(key, { expiresIn: 60 })).url),
  ),
  bad('PUT dated 24 hours ahead', async (s3, key) =>
    put((await s3.presignerOf({ now: ago(-24 * hour) }).put(key)).url),
  ),
  bad('PUT without any signature', (s3, key) => put(`${s3.url}/${s3.bucket}/${key}`)),
  bad(
    'PUT of another type than signed',
    changedPut({ contentType: 'application/json' }, undefined, () => ({ 'content-type': 'text/html' })),
  ),
  bad(
    'PUT without the type that is signed',
    changedPut({ contentType: 'application/json' }, undefined, () => ({})),
  ),
  bad('PUT of another size than signed', changedPut({ contentLength: 3 })),
  bad('PUT that must not overwrite, of a key that is there', async (s3, key) => {
    await existing(s3, key);
    const { url, headers } = await s3.presigner.put(key, { ifNoneMatch: '*' });
    return put(url, headers);
  }),
  bad('PUT with a wrong SHA-256 signed', changedPut({ checksumSha256: sha256('other') })),
  bad(
    'PUT with a wrong CRC32',
    changedPut({}, undefined, () => ({ 'x-amz-checksum-crc32': 'AAAAAA==' })),
  ),
  bad(
    'PUT with a wrong Content-MD5',
    changedPut({}, undefined, () => ({ 'content-md5': createHash('md5').update('other').digest('base64') })),
  ),
  bad('GET with an altered disposition', async (s3, key) => {
    await existing(s3, key);
    const { url } = await s3.presigner.get(key, { responseContentDisposition: 'attachment' });
    return fetch(parameter('response-content-disposition', 'inline')(url));
  }),

  good('PUT signed in its headers', sdkPut()),
  good(
    'PUT signed in its headers by a clock that is ten minutes late',
    sdkPut(() => ({ systemClockOffset: -600_000 })),
  ),
  bad(
    'PUT signed in its headers with a wrong secret',
    sdkPut(({ credentials }) => ({ credentials: { ...credentials, secretAccessKey: 'wrong' } })),
  ),
  bad(
    'PUT signed in its headers with a key nobody has',
    sdkPut(({ credentials }) => ({ credentials: { ...credentials, accessKeyId: 'AKIANOBODYHASTHISKEY' } })),
  ),
  bad(
    'PUT signed in its headers for another region',
    sdkPut(() => ({ region: 'eu-west-3' })),
  ),
  bad(
    'PUT signed in its headers by a clock that is twenty minutes late',
    sdkPut(() => ({ systemClockOffset: -1_200_000 })),
  ),
  bad(
    'PUT signed in its headers by a clock that is twenty minutes ahead',
    sdkPut(() => ({ systemClockOffset: 1_200_000 })),
  ),
  bad(
    'PUT signed in its headers with another type',
    sdkPut(undefined, (headers) => {
      headers['content-type'] = 'text/html';
    }),
  ),
  bad(
    'PUT signed in its headers with an ACL added',
    sdkPut(undefined, (headers) => {
      headers['x-amz-acl'] = 'public-read';
    }),
  ),
  bad(
    'PUT signed in its headers with another SHA-256 of its body',
    sdkPut(undefined, (headers) => {
      headers['x-amz-content-sha256'] = '0'.repeat(64);
    }),
  ),
  ...['foo', 'UNSIGNED', sha256(BODY), '0'.repeat(63)].map((value) =>
    bad(
      `PUT signed in its headers with ${value} for the SHA-256 of its body`,
      sdkPut(
        undefined,
        (headers) => {
          headers['x-amz-content-sha256'] = value;
        },
        'unsigned',
      ),
    ),
  ),
  bad(
    'PUT signed in its headers without its date',
    sdkPut(undefined, (headers) => {
      delete headers['x-amz-date'];
    }),
  ),
  bad(
    'PUT signed in its headers with half a header',
    sdkPut(undefined, (headers) => {
      headers.authorization = 'AWS4-HMAC-SHA256 Credential=a';
    }),
  ),

  good('POST', changedForm({})),
  good('POST of nothing', changedForm({}, undefined, { body: '' })),
  good('POST of everything a form can fix', async (s3, key) => {
    const { url, fields } = await s3.presigner.post(key, {
      ...{
        acl: 'private',
        contentType: 'application/json',
        contentLengthRange: [1, 100],
        tagging: { a: 'b' },
      },
      metadata: { trip: '7', driver: { startsWith: '' } },
    });
    const answer = await sendForm(url, { ...fields, 'x-amz-meta-driver': 'ada' });
    const { text, contentType, metadata } = await s3.read(key);
    if (
      text !== BODY ||
      contentType !== 'application/json' ||
      metadata.trip !== '7' ||
      metadata.driver !== 'ada'
    )
      throw new Error('something is lost');
    return answer;
  }),
  good('POST under a prefix, with the name of the file', async (s3, key) => {
    const { url, fields } = await s3.presigner.post({ startsWith: `${key}/` });
    const answer = await sendForm(url, fields, { name: 'trip 7.json' });
    if ((await s3.read(`${key}/trip 7.json`)).text !== BODY) throw new Error('not there');
    return answer;
  }),
  good('POST of the smallest and the largest size', async (s3, key) => {
    const { url, fields } = await s3.presigner.post(key, { contentLengthRange: [2, 4] });
    const smallest = await sendForm(url, fields, { body: '12' });
    return smallest.ok ? sendForm(url, fields, { body: '1234' }) : smallest;
  }),
  ...([200, 201, 204] as const).map((successActionStatus) =>
    good(`POST answered ${successActionStatus}`, async (s3, key) => {
      const { url, fields } = await s3.presigner.post(key, { successActionStatus });
      const answer = await sendForm(url, fields);
      if (answer.ok && answer.status !== successActionStatus) throw new Error(`answered ${answer.status}`);
      return answer;
    }),
  ),
  good('POST that redirects', changedForm({ successActionRedirect: 'http://127.0.0.1/done' })),
  good('POST signed by the session', async (s3, key) => {
    const { url, fields } = (await s3.presigner.session()).post(key);
    return sendForm(url, fields);
  }),
  good('POST by upload()', async (s3, key) =>
    upload(await s3.presigner.post({ startsWith: key }), BODY, { fileName: '.json' }),
  ),
  good('POST with a policy by hand', ownPolicy([])),
  good(
    'POST with an exact condition in the long form',
    ownPolicy([['eq', '$acl', 'private']], { acl: 'private' }),
  ),
  good(
    'POST with a field that begins as it must',
    ownPolicy([['starts-with', '$Content-Type', 'image/']], { 'Content-Type': 'image/png' }),
  ),
  good('POST with field names in other letter case', ownPolicy([{ ACL: 'private' }], { Acl: 'private' })),
  good('POST with a field to be ignored', ownPolicy([], { 'x-ignore-me': '1' })),

  bad(
    'POST with another key',
    changedForm({}, (fields) => ({ ...fields, key: 'elsewhere' })),
  ),
  bad(
    'POST with another ACL',
    changedForm({ acl: 'private' }, (fields) => ({ ...fields, acl: 'public-read' })),
  ),
  bad(
    'POST with an extra field',
    changedForm({}, (fields) => ({ ...fields, 'x-amz-meta-extra': '1' })),
  ),
  bad(
    'POST with an extra ACL',
    changedForm({}, (fields) => ({ ...fields, acl: 'public-read' })),
  ),
  bad('POST with a field left out', changedForm({ acl: 'private' }, without('acl'))),
  bad(
    'POST of too much',
    changedForm({ contentLengthRange: [1, 100] }, undefined, { body: 'x'.repeat(200) }),
  ),
  bad('POST of too little', changedForm({ contentLengthRange: [1, 100] }, undefined, { body: '' })),
  bad(
    'POST with its signature zeroed',
    changedForm({}, (fields) => ({ ...fields, 'X-Amz-Signature': '0'.repeat(64) })),
  ),
  bad(
    'POST with its policy rewritten',
    changedForm({}, (fields) => ({
      ...fields,
      Policy: Buffer.from('{"expiration":"2035-01-01T00:00:00Z","conditions":[]}').toString('base64'),
    })),
  ),
  bad(
    'POST without signature and policy',
    changedForm({}, ({ key = '' }) => ({ key })),
  ),
  bad('POST without its signature alone', changedForm({}, without('X-Amz-Signature'))),
  bad('POST without its policy alone', changedForm({}, without('Policy'))),
  bad('POST without a key', changedForm({}, without('key'))),
  bad('POST that expired', async (s3, key) => {
    const { url, fields } = await s3.presignerOf({ now: ago(hour) }).post(key, { expiresIn: 60 });
    return sendForm(url, fields);
  }),
  bad('POST outside its prefix', async (s3, key) => {
    const { url, fields } = await s3.presigner.post({ startsWith: `${key}/` });
    return sendForm(url, { ...fields, key: `elsewhere/${key}` });
  }),
  bad('POST signed with a wrong secret', async (s3, key) => {
    const credentials = { ...s3.credentials, secretAccessKey: 'wrong' };
    const { url, fields } = await s3.presignerOf({ credentials }).post(key);
    return sendForm(url, fields);
  }),
  bad('POST signed with a key nobody has', async (s3, key) => {
    const credentials = { ...s3.credentials, accessKeyId: 'AKIANOBODYHASTHISKEY' };
    const { url, fields } = await s3.presignerOf({ credentials }).post(key);
    return sendForm(url, fields);
  }),
  bad(
    'POST of a field that begins otherwise',
    ownPolicy([['starts-with', '$Content-Type', 'image/']], { 'Content-Type': 'text/html' }),
  ),
  bad(
    'POST of several types, one of which begins otherwise',
    ownPolicy([['starts-with', '$Content-Type', 'image/']], { 'Content-Type': 'image/png,text/html' }),
  ),
  bad('POST without a field that may be anything', ownPolicy([['starts-with', '$x-amz-meta-note', '']])),
  bad('POST with a value in other letter case', ownPolicy([{ acl: 'private' }], { acl: 'Private' })),
  bad(
    'POST with its field behind the file',
    ownPolicy([{ acl: 'private' }], {}, undefined, { behind: { acl: 'private' } }),
  ),
  bad('POST for another bucket', ownPolicy([{ bucket: 'another-bucket' }])),
  bad('POST with an unknown operator', ownPolicy([['ends-with', '$acl', 'e']], { acl: 'private' })),
  bad('POST with a number as a value', ownPolicy([{ 'x-amz-meta-n': 7 }], { 'x-amz-meta-n': '7' })),
  bad(
    'POST with two properties in a condition',
    ownPolicy([{ acl: 'private', 'x-amz-meta-a': '1' }], { acl: 'private', 'x-amz-meta-a': '1' }),
  ),
  bad('POST with no end', ownPolicy([], {}, but({ expiration: undefined }))),
  bad(
    'POST with an end of another spelling',
    ownPolicy([], {}, but({ expiration: undefined, Expiration: '2035-01-01T00:00:00Z' })),
  ),
  bad('POST with an end that is no date', ownPolicy([], {}, but({ expiration: 'tomorrow' }))),
  bad('POST with no conditions', ownPolicy([], {}, but({ conditions: undefined }))),
  bad('POST that is no form', (s3) =>
    fetch(`${s3.url}/${s3.bucket}`, { method: 'POST', body: new URLSearchParams({ key: 'a' }) }),
  ),
  bad('POST without a file', changedForm({}, undefined, { none: true })),
  bad('POST signed for another region', async (s3, key) => {
    const { url, fields } = await s3.presignerOf({ region: 'eu-west-3' }).post(key);
    return sendForm(url, fields);
  }),
  bad(
    'POST with a beginning where S3 takes exact conditions alone',
    ownPolicy([['starts-with', '$success_action_status', '20']], { success_action_status: '200' }),
  ),
  bad('POST with two parts in a condition', ownPolicy([['eq', '$acl']], { acl: 'private' })),
  bad('POST with a condition about no field', ownPolicy([['eq', 'acl', 'private']], { acl: 'private' })),
  bad(
    'POST with a policy that names no bucket',
    ownPolicy([], {}, ({ expiration, conditions: [_bucket, ...conditions] }) => ({ expiration, conditions })),
  ),
  bad('POST with an end at an offset', ownPolicy([], {}, but({ expiration: '2035-01-01T00:00:00+02:00' }))),
  bad('POST with a space in its end', ownPolicy([], {}, but({ expiration: '2035-01-01 00:00:00Z' }))),
  bad('POST with more than 20 KB of fields', ownPolicy([], { 'x-ignore-me': 'x'.repeat(20_480) })),
  bad(
    'POST with a wrong CRC32',
    ownPolicy([{ 'x-amz-checksum-crc32': 'AAAAAA==' }], { 'x-amz-checksum-crc32': 'AAAAAA==' }),
  ),
];
