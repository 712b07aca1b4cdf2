import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';
import type { PostOptions, PutOptions } from '@x/s3-presign';
import type { PolicyChange, S3UnderTest } from './s3-under-test.ts';

/** Sends one request; `key` is a key that no other request uses. */
export type Send = (s3: S3UnderTest, key: string) => Promise<{ readonly status: number }>;

export const BODY = '{"load":[0.91]}';
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
export const hour = 3_600_000;
export const ago =
  (milliseconds: number): (() => Date) =>
  () =>
    new Date(Date.now() - milliseconds);

export const put = (
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body: string = BODY,
): Promise<Response> => fetch(url, { method: 'PUT', headers: { ...headers }, body: new Blob([body]) });

/** Presigns a PUT, changes the URL, sends it with the headers it asks for, changed too. */
export function changedPut(
  options: PutOptions,
  changeUrl: (url: string) => string = (url) => url,
  changeHeaders: (headers: Readonly<Record<string, string>>) => Record<string, string> = (headers) => ({
    ...headers,
  }),
  body: string = BODY,
): Send {
  return async (s3, key) => {
    const { url, headers } = await s3.presigner.put(key, options);
    const { 'content-length': _, ...sent } = changeHeaders(headers);
    return put(changeUrl(url), sent, body);
  };
}

export const parameter =
  (name: string, value: string): ((url: string) => string) =>
  (url) =>
    url.replace(new RegExp(`([?&]${name}=)[^&]*`), `$1${value}`);

/** Has the AWS SDK put an object: signed in its headers. `change` is made to its headers before or after that. */
export function sdkPut(
  options: (s3: S3UnderTest) => S3ClientConfig = () => ({}),
  change: (headers: Record<string, string>) => void = () => {},
  when: 'signed' | 'unsigned' = 'signed',
): Send {
  return async (s3, key) => {
    const { url: endpoint, region, credentials, bucket } = s3;
    const client = new S3Client({
      ...{ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 },
      // RGW 16 knows no checksums in a trailer.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      ...options(s3),
    });
    const changed = <T extends { request: unknown }>(args: T): T => {
      change((args.request as { headers: Record<string, string> }).headers);
      return args;
    };
    if (when === 'unsigned')
      client.middlewareStack.add((next) => (args) => next(changed(args)), { step: 'build' });
    else
      client.middlewareStack.add((next) => (args) => next(changed(args)), {
        step: 'finalizeRequest',
        priority: 'low',
      });
    try {
      return await sdkAnswer(client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: BODY })));
    } finally {
      client.destroy();
    }
  };
}

/** What is said to a request of the AWS SDK: the status, and the code of a refusal. */
export async function sdkAnswer(
  sent: Promise<{ readonly $metadata: { readonly httpStatusCode?: number | undefined } }>,
): Promise<{ readonly status: number }> {
  try {
    return { status: (await sent).$metadata.httpStatusCode ?? 0 };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return new Response(`<Code>${error.name}</Code>`, { status: error.$metadata.httpStatusCode ?? 0 });
  }
}

/** The file of a form, and what stands behind it. */
export interface FormFile {
  readonly body?: string;
  readonly name?: string;
  /** Fields behind the file. */
  readonly behind?: Readonly<Record<string, string>>;
  /** Whether there is no file at all. */
  readonly none?: boolean;
}

export function sendForm(
  url: string,
  fields: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[],
  { body = BODY, name = 'result.json', behind = {}, none = false }: FormFile = {},
): Promise<Response> {
  const form = new FormData();
  const pairs = isList(fields) ? fields : Object.entries(fields);
  for (const [field, value] of pairs) form.append(field, value);
  if (!none) form.append('file', new Blob([body]), name);
  for (const [field, value] of Object.entries(behind)) form.append(field, value);
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
}

/** Presigns a form, changes its fields, sends it. */
export function changedForm(
  options: PostOptions,
  change: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
  file: FormFile = {},
): Send {
  return async (s3, key) => {
    const { url, fields } = await s3.presigner.post(key, options);
    return sendForm(url, change({ ...fields }), file);
  };
}

/** Sends a form whose policy is written by hand. `change` is made to the policy before it is signed. */
export function ownPolicy(
  conditions: readonly unknown[],
  fields: Readonly<Record<string, string>> = {},
  change?: PolicyChange,
  file: FormFile = {},
): Send {
  return (s3, key) =>
    sendForm(`${s3.url}/${s3.bucket}`, { key, ...s3.form([{ key }, ...conditions], fields, change) }, file);
}

/** A change to a policy: other values for some of its parts, none for those that are `undefined`. */
export const but =
  (change: Readonly<Record<string, unknown>>): PolicyChange =>
  (document) => ({ ...document, ...change });

export const without =
  (name: string): ((fields: Record<string, string>) => Record<string, string>) =>
  ({ [name]: _, ...rest }) =>
    rest;

export async function existing(s3: S3UnderTest, key: string): Promise<void> {
  await s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: key, Body: 'before' }));
}

function isList<T>(value: object | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
