import { inspect } from 'node:util';
import { type AiCoreClient, createClient } from '@x/compredict-client';
import { startSandbox } from '@x/compredict-sandbox';
import { redactResult } from '@x/result-schema';
import { openCallbackParam, sealCallbackParam } from '@x/result-schema/seal';
import { startServer } from '@x/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carFeatures, startWorld, type World } from './world.ts';

// Presigned URLs, POST fields, tokens and passwords are bearer credentials. Everything that a user may log is searched.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Everything that prints, stringifies or serialises a value, its causes and hidden properties not included. */
function printed(value: unknown): string {
  const parts = [inspect(value, { depth: 20 }), String(value), JSON.stringify(value) ?? ''];
  if (value instanceof Error) parts.push(value.message, value.stack ?? '', printed(value.cause ?? null));
  return parts.join('\n');
}

function expectNoSecret(text: string): void {
  // The beginning of every policy and of every JWT, and the form of every signature.
  expect(text).not.toMatch(/eyJ|[0-9a-f]{64}/);
  const { password, credentials, v1 } = world.sandbox;
  expect(text).not.toContain(password);
  expect(text).not.toContain(v1.apiKey);
  expect(text).not.toContain(credentials.secretAccessKey);
  expect(text).not.toContain(v1.apiKey);
}

const sealSecret = 'a secret of at least thirty-two bytes';

test('the search finds what it looks for', async () => {
  const { url, fields } = await world.presigner.post('a');
  expect(() => expectNoSecret(printed((fields as Record<string, string>)['X-Amz-Signature']))).toThrow();
  expect(() => expectNoSecret(printed({ ...fields }))).toThrow();
  expect(() => expectNoSecret(printed(new Error(world.sandbox.password)))).toThrow();
  expectNoSecret(url);
});

test('nothing that the packages make prints a secret', async () => {
  await world.aiCore.getAlgorithms(); // So that the client holds a token.
  const session = await world.presigner.session();
  const post = await world.presigner.post('a', { metadata: { a: 'b' } });
  for (const value of [
    world.sandbox,
    world.aiCore,
    world.presigner,
    session,
    await world.presigner.put('a'),
    session.get('a'),
    post,
    createClient({ url: world.sandbox.aiCoreUrl, token: `eyJ${'a'.repeat(20)}.b.c` }),
    createClient({ apiVersion: 'v1', apiKey: world.sandbox.v1.apiKey }),
    redactResult({ job_id: 'j', callback_param: { s3_fields: { ...post.fields } } }),
    redactResult({ job_id: 'j', callback_param: await sealCallbackParam({}, sealSecret) }),
  ])
    expectNoSecret(printed(value));
  // As text, the fields are what is handed over; printed, they are not.
  expectNoSecret(inspect(post.fields));
});

test('the record of a refused delivery holds none', async () => {
  const { url, fields } = await world.presigner.post('a', { contentLengthRange: [1, 2] });
  const features = { distance: [0, 1, 2], damage: [0, 0.1, 0.2] };
  await world.aiCore.runAlgorithm('damage-forecast', {
    features,
    callbacks: [{ url, fields }, (await world.presigner.put('b')).url.replace('/b?', '/c?')],
  });
  await world.sandbox.settled();
  expect(world.sandbox.deliveries.map(({ ok }) => ok)).toEqual([false, false]);
  expectNoSecret(printed(world.sandbox.deliveries));
});

test('nothing that the hooks of a client are told holds one', async () => {
  const told: object[] = [];
  const tell = (record: object) => void told.push(record);
  const { aiCoreUrl, username, password } = world.sandbox;
  const client = createClient({
    ...{ url: aiCoreUrl, username, password, retry: { limit: 1, baseDelayMs: 1 } },
    hooks: { beforeRequest: tell, afterResponse: tell, afterFailure: tell, beforeRetry: tell },
  });
  const { url, fields } = await world.presigner.post('a');
  const features = { distance: [0, 1, 2], damage: [0, 0.1, 0.2] };
  await client.runAlgorithm('damage-forecast', { features, callbacks: { url, fields } });
  const nowhere = createClient({
    ...{ url: 'http://127.0.0.1:9/', token: `eyJ${'a'.repeat(20)}.b.c`, retry: { limit: 1, baseDelayMs: 1 } },
    hooks: { beforeRequest: tell, afterFailure: tell, beforeRetry: tell },
  });
  await nowhere.getAlgorithms().catch(() => {});
  expect(told).toHaveLength(9);
  expectNoSecret(inspect(told, { depth: null, showHidden: true }));
  await world.sandbox.settled();
});

test('what the sandbox tells of requests and faults holds none, in process and over HTTP', async () => {
  const { faults, requests, aiCoreUrl } = world.sandbox;
  const drop = faults.add({ on: 's3', method: 'PUT', fault: { kind: 'throttled' } });
  const { url } = await world.presigner.put('a');
  expect((await fetch(url, { method: 'PUT', body: '{}' })).status).toBe(503);
  drop();
  await fetch(`${aiCoreUrl}/algorithms?token=${world.sandbox.password}`);
  expect(faults.injected).toHaveLength(1);
  expectNoSecret(printed([faults, faults.injected, requests]));
  for (const path of ['deliveries', 'requests', 's3-requests', 'faults'])
    expectNoSecret(await (await fetch(new URL(`/_sandbox/${path}`, aiCoreUrl))).text());
});

describe('an error holds none', () => {
  test('of a private key where the public one belongs, or a key of v1 cut short', async () => {
    const begin = '-----BEGIN PRIVATE KEY-----';
    expect(await failure(startSandbox({ publicKey: `${begin}\nMIIEvQ\n` }))).not.toContain('MIIEvQ');
    expect(await failure(startSandbox({ apiKey: 'a-key-cut-short' }))).not.toContain('a-key-cut-short');
  });

  async function failure(call: Promise<unknown>): Promise<string> {
    const error = await call.then(
      () => expect.unreachable('the call should fail'),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    return printed(error);
  }

  const run = async (client: AiCoreClient) => {
    const features = carFeatures(5);
    const callbacks = [await world.presigner.put('a'), await world.presigner.post('b')];
    return client.runAlgorithm('mass-estimation', { features, callbacks });
  };

  test('of a login refused', async () => {
    const { aiCoreUrl: url, username } = world.sandbox;
    const text = await failure(
      createClient({ url, username, password: 'the-wrong-password' }).getAlgorithms(),
    );
    expect(text).not.toContain('the-wrong-password');
    expectNoSecret(text);
  });

  test('of a server that echoes the whole request, as a debug page does', async () => {
    await using server = await startServer((request, response) => {
      const echo = `Exception Value: it broke\nRequest information:\n${JSON.stringify(request.headers)}\n${request.body.toString('latin1')}`;
      response.writeHead(500, { 'content-type': 'text/plain' }).end(echo);
    });
    const token = `eyJ${'x'.repeat(30)}.y.z`;
    const text = await failure(run(createClient({ url: server.url, token })));
    expect(server.requests[0]?.body.toString('latin1')).toContain('X-Amz-Signature');
    expect(text).toContain('it broke');
    expect(text).not.toContain(token);
    expectNoSecret(text);
  });

  test('of a server that cannot be reached', async () => {
    const server = await startServer(() => {});
    await server.close();
    expectNoSecret(await failure(run(createClient({ url: server.url, token: `eyJ${'x'.repeat(30)}.y.z` }))));
  });

  test('of a seal that is refused', async () => {
    const sealed = await sealCallbackParam({}, sealSecret, { objectKey: 'a' });
    expectNoSecret(await failure(openCallbackParam(sealed, sealSecret, { objectKey: 'b' })));
    const text = await failure(openCallbackParam(sealed, 'another secret, of thirty-two bytes too'));
    expectNoSecret(text);
    expect(text).not.toContain('another secret');
  });

  test('of a callback that is refused before it is sent', async () => {
    const { url, fields } = await world.presigner.post('a');
    for (const callbacks of [`${(await world.presigner.put('a')).url}|x`, { url: `${url}|`, fields }]) {
      const features = carFeatures(3);
      expectNoSecret(await failure(world.aiCore.runAlgorithm('mass-estimation', { features, callbacks })));
    }
  });
});
