import { join } from 'node:path';
import { command } from '../command.ts';
import type { Client } from './client-world.ts';

/** Amazon's SDK for Python. Its form is sent from here: Python has nothing of its own for that. */
export const boto3: Client = async ({ endpoint, bucket, folder, small, large, env }) => {
  const script = join(import.meta.dirname, 'use-boto3.py');
  const args = [script, endpoint, bucket, small, large, join(folder, 'back')];
  const { url, fields } = JSON.parse(await command('python3', args, { env }));
  const form = new FormData();
  for (const [name, value] of Object.entries<string>(fields)) form.append(name, value);
  form.append('file', new Blob(['posted']), 'result.json');
  const { status } = await fetch(url, { method: 'POST', body: form });
  if (status !== 204) throw new Error(`the form is answered ${status}`);
};
