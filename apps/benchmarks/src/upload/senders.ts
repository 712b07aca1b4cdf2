import { createReadStream, openAsBlob } from 'node:fs';
import { request } from 'node:http';
import { createClient, openParquet } from '@x/compredict-client';
import { upload } from '@x/s3-presign/upload';
import OpenAI from 'openai';
import Replicate from 'replicate';

/** Ways to upload a file, each as its maker recommends for large ones. */
export const senders: Readonly<Record<string, (path: string, url: string) => Promise<unknown>>> = {
  'floor: node:http, pipe': (path, url) =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { method: 'POST' }, (incoming) => incoming.resume().on('end', resolve));
      createReadStream(path).pipe(outgoing.on('error', reject));
    }),

  '@x/compredict-client, openParquet': async (path, url) => {
    const client = createClient({ token: 't', url });
    return client.runAlgorithm('a', { features: await openParquet(path) });
  },

  '@x/s3-presign, upload to a URL': async (path, url) => upload(url, await openAsBlob(path)),

  '@x/s3-presign, upload by a form': async (path, url) =>
    upload({ url, fields: { key: 'k' } }, await openAsBlob(path)),

  'fetch, Blob': async (path, url) => {
    const response = await fetch(url, { method: 'POST', body: await openAsBlob(path) });
    return response.text();
  },

  'fetch, FormData': async (path, url) => {
    const body = new FormData();
    body.set('file', await openAsBlob(path), 'file');
    const response = await fetch(url, { method: 'POST', body });
    return response.text();
  },

  'openai, createReadStream': (path, url) =>
    new OpenAI({ apiKey: 'k', baseURL: url }).files.create({
      file: createReadStream(path),
      purpose: 'batch',
    }),

  'replicate, Blob': async (path, url) =>
    new Replicate({ auth: 't', baseUrl: url }).files.create(await openAsBlob(path)),
};
