import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { Sandbox } from '../src/index.ts';

/** Columns as Parquet; numbers become DOUBLE unless a type is given. */
export function parquet(
  columns: Record<string, unknown[]>,
  type: ColumnSource['type'] = 'DOUBLE',
): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, data]) => ({
        name,
        data: data as number[],
        type,
        nullable: true,
      })),
    }),
  );
}

/** A form as the official Python client sends it: fields first, then the files. */
export function form(
  fields: Record<string, string | string[]>,
  features?: Uint8Array,
  parameters?: Uint8Array | string,
): FormData {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) data.append(name, value);
  const file = (bytes: Uint8Array | string, type: string) =>
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
  if (features) data.append('features', file(features, 'application/parquet'), 'features.parquet');
  if (parameters) data.append('parameters', file(parameters, 'application/json'), 'parameters.json');
  return data;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any;
}

/** A user of the sandbox who is logged in and speaks plain HTTP. */
export interface User {
  readonly tokens: { readonly access: string; readonly refresh: string };
  /** Sends without a token. */
  call(path: string, init?: RequestInit): Promise<Answer>;
  /** Posts JSON without a token. */
  json(path: string, body: unknown): Promise<Answer>;
  /** Sends with the access token. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  post(path: string, body: FormData): Promise<Answer>;
  task(id: string): Promise<Answer>;
  /** Runs a form to its end: the task as it is when everything has settled. */
  finish(path: string, body: FormData): Promise<Answer>;
}

/** Logs in. */
export async function connect(sandbox: Sandbox): Promise<User> {
  const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(sandbox.aiCoreUrl + path, { redirect: 'error', ...init });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  const json = (path: string, body: unknown) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { username, password } = sandbox;
  const tokens = (await json('/token/', { username, password })).body as { access: string; refresh: string };
  const request = (path: string, init: RequestInit = {}) =>
    call(path, { ...init, headers: { authorization: `Bearer ${tokens.access}`, ...init.headers } });
  const post = (path: string, body: FormData) => request(path, { method: 'POST', body });
  return {
    call,
    json,
    tokens,
    request,
    post,
    task: (id) => request(`/algorithms/tasks/${id}`),
    async finish(path, body) {
      const queued = await post(path, body);
      if (!queued.body.job_id) return queued;
      await sandbox.settled();
      return request(`/algorithms/tasks/${queued.body.job_id}`);
    },
  };
}
