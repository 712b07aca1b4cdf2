import type { IncomingMessage } from 'node:http';
import { MultipartParseError, parseMultipart } from '@remix-run/multipart-parser';
import { Refusal, verifyPresignedPost, xmlDocument } from '@x/s3-presign/verify';
import type { Address } from './address.ts';
import type { GateOptions } from './gate.ts';
import { headerText } from './header-text.ts';
import { s3Error } from './respond.ts';
import type { Storage } from './storage.ts';
import { objectCreated } from './tell-created.ts';

/** A form posted to a bucket, its body read to the end. */
export interface PostRequest {
  readonly address: Address;
  readonly request: IncomingMessage;
  readonly body: Uint8Array<ArrayBuffer>;
}

// Form fields that name headers of the object, besides every x-amz-meta-*.
const OBJECT_FIELDS = [
  'acl',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'tagging',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
];

/** Verifies a posted form, stores its file, and makes S3's answer. */
export async function takePost(
  storage: Storage,
  options: GateOptions,
  { address, request, body }: PostRequest,
): Promise<Response | Refusal> {
  const form = readForm(request, body);
  if (form instanceof Refusal) return form;
  const { fields, file } = form;
  const accepted = verifyPresignedPost(
    {
      bucket: address.bucket,
      fields,
      ...(file === undefined ? {} : { file: { size: file.bytes.length, name: file.name } }),
    },
    options,
  );
  if (!accepted.ok) return accepted;

  const { bucket } = address;
  const { key } = accepted;
  const path = `/${encodeURIComponent(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const stored = await storage.send({
    method: 'PUT',
    path,
    headers: formHeaders(accepted.fields),
    body: file?.bytes ?? new Uint8Array(),
  });
  if (!stored.ok) return stored;
  await options.created(await objectCreated(storage, { path, bucket, key, by: 'Post', request }));
  return postAnswer(request, bucket, key, accepted.fields, stored);
}

interface Form {
  readonly fields: [name: string, value: string][];
  readonly file?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string | undefined };
}

/** Takes the form apart. Fields behind the file do not count: S3 has stopped reading by then. */
function readForm(request: IncomingMessage, body: Uint8Array): Form | Refusal {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(request.headers['content-type'] ?? '');
  const fields: [string, string][] = [];
  try {
    const parts = parseMultipart(body, {
      boundary: boundary?.[1] ?? boundary?.[2]?.trim() ?? '',
      maxFileSize: body.length,
      maxTotalSize: body.length,
    });
    for (const part of parts) {
      if (part.name?.toLowerCase() === 'file')
        return { fields, file: { bytes: new Uint8Array(part.arrayBuffer), name: part.filename } };
      if (part.name !== undefined) fields.push([part.name, part.text]);
    }
  } catch (error) {
    if (!(error instanceof MultipartParseError)) throw error;
    return s3Error(
      400,
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    );
  }
  return { fields };
}

function formHeaders(fields: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(fields))
    if (OBJECT_FIELDS.includes(name) || name.startsWith('x-amz-meta-'))
      headers[name === 'acl' || name === 'tagging' ? `x-amz-${name}` : name] = headerText(value);
  return headers;
}

/** 204, unless the form asked for another answer. */
function postAnswer(
  request: IncomingMessage,
  bucket: string,
  key: string,
  fields: Readonly<Record<string, string>>,
  stored: Response,
): Response {
  const etag = stored.headers.get('etag') ?? '';
  const location = `http://${request.headers.host}/${bucket}/${encodeURIComponent(key)}`;
  const headers = { etag, location };

  const redirect = fields.success_action_redirect ?? fields.redirect;
  // A relative URL is no URL to S3, and is passed over.
  if (redirect !== undefined && URL.canParse(redirect)) {
    const to = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) to.searchParams.set(name, value);
    return new Response(null, { status: 303, headers: { etag, location: to.href } });
  }
  if (fields.success_action_status === '200') return new Response(null, { status: 200, headers });
  if (fields.success_action_status === '201') {
    const document = xmlDocument('PostResponse', {
      Location: location,
      Bucket: bucket,
      Key: key,
      ETag: etag,
    });
    return new Response(document, {
      status: 201,
      headers: { ...headers, 'content-type': 'application/xml' },
    });
  }
  return new Response(null, { status: 204, headers });
}
