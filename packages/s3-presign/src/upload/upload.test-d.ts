import { Readable } from 'node:stream';
import { expectTypeOf, test } from 'vitest';
import type { PresignedPost, PresignedUrl } from '../index.ts';
import { type UploadBody, type UploadResult, upload } from './index.ts';

declare const url: PresignedUrl;
declare const post: PresignedPost;

test('takes what was presigned, its parts and its URL', () => {
  expectTypeOf(upload(url, 'x')).resolves.toEqualTypeOf<UploadResult>();
  upload(post, 'x');
  upload({ ...url }, 'x');
  upload(url.url, 'x');
  upload(new URL(url.url), 'x');
  // @ts-expect-error a form has a url
  upload({ fields: {} }, 'x');
});

test('takes bytes of every kind', () => {
  expectTypeOf<Uint8Array>().toExtend<UploadBody>();
  expectTypeOf<Uint8Array<ArrayBuffer>>().toExtend<UploadBody>();
  expectTypeOf<Buffer>().toExtend<UploadBody>();
  expectTypeOf<DataView>().toExtend<UploadBody>();
  expectTypeOf<ArrayBuffer>().toExtend<UploadBody>();
  expectTypeOf<File>().toExtend<UploadBody>();
});

test('takes streams of browsers and of Node.js', () => {
  const options = { contentLength: 1 };
  expectTypeOf<ReadableStream<Uint8Array>>().toExtend<UploadBody>();
  upload(url, Readable.toWeb(Readable.from(['x'])), options);
  upload(url, new Blob(['x']).stream(), options);
  // @ts-expect-error not by themselves
  upload(url, Readable.from(['x']), options);
  // @ts-expect-error nor of texts
  upload(url, new ReadableStream<string>(), options);
});

test('what is no body does not compile', () => {
  // @ts-expect-error an object
  upload(url, { load: [0.91] });
  // @ts-expect-error nothing
  upload(url);
  // @ts-expect-error a misspelt option
  upload(url, 'x', { contentlength: 1 });
});
