import http from 'node:http';
import { createClient } from '@x/compredict-client';
import ky from 'ky';
import OpenAI from 'openai';
import Replicate from 'replicate';

/** Ways to get one task as parsed JSON over a connection that is kept, with a token. */
export function gettersFor(url: string): Readonly<Record<string, () => Promise<unknown>>> {
  const task = `${url}/algorithms/tasks/j-1`;
  const headers = { accept: 'application/json', authorization: 'Bearer t' };
  const agent = new http.Agent({ keepAlive: true });
  const client = createClient({ token: 't', url });
  const clientByFetch = createClient({ token: 't', url, fetch: (url, init) => fetch(url, init) });
  const openai = new OpenAI({ apiKey: 't', baseURL: url });
  const replicate = new Replicate({ auth: 't', baseUrl: url });
  return {
    'bare fetch': async () => (await fetch(task, { headers })).json(),
    'bare fetch, with a timeout': async () => {
      const response = await fetch(task, { headers, signal: AbortSignal.timeout(60_000) });
      return response.json();
    },
    'floor: node:http': () =>
      new Promise((resolve, reject) => {
        http
          .get(task, { agent, headers }, (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
            incoming.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
          })
          .on('error', reject);
      }),
    '@x/compredict-client': () => client.getTask('j-1'),
    '@x/compredict-client, with fetch': () => clientByFetch.getTask('j-1'),
    ky: () => ky.get(task, { headers }).json(),
    openai: () => openai.get('/algorithms/tasks/j-1'),
    replicate: () => replicate.predictions.get('j-1'),
  };
}
