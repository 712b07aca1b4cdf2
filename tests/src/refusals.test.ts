import { createClient, type RunOptions } from '@x/compredict-client';
import { isPresignError } from '@x/s3-presign';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carFeatures, startWorld, type World } from './world.ts';

// What must fail on the way from a run to its result, and how a user learns of it.

let clock = new Date();
let world: World;
beforeAll(async () => {
  world = await startWorld({ now: () => clock });
  const { job_id } = await world.aiCore.trainAlgorithm('mass-estimation', { features: carFeatures(60) });
  await world.aiCore.waitForTask(job_id);
});
afterAll(() => world[Symbol.asyncDispose]());

/** Runs the algorithm, lets it deliver, and answers what S3 said. */
async function deliver(callbacks: NonNullable<RunOptions['callbacks']>) {
  const answer = await world.aiCore.runAlgorithm('mass-estimation', { features: carFeatures(10), callbacks });
  if (answer.kind !== 'task') throw new Error('a run with callbacks is queued');
  await world.sandbox.settled();
  const delivery = world.sandbox.deliveries.find(({ jobId }) => jobId === answer.task.job_id);
  return { ok: delivery?.ok, status: delivery?.status, code: delivery?.error?.code };
}

describe('S3 refuses a delivery', () => {
  test('to a tampered URL', async () => {
    const { url } = await world.presigner.put('tampered.json');
    expect(await deliver(url.replace('tampered.json', 'elsewhere.json'))).toEqual({
      ok: false,
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
  });

  test('to a URL and a form past their life', async () => {
    const url = (await world.presigner.put('late.json', { expiresIn: 60 })).url;
    const { url: formUrl, fields } = await world.presigner.post('late.json', { expiresIn: 60 });
    clock = new Date(clock.getTime() + 61_000);
    expect(await deliver(url)).toEqual({ ok: false, status: 403, code: 'AccessDenied' });
    expect(await deliver({ url: formUrl, fields })).toEqual({ ok: false, status: 403, code: 'AccessDenied' });
  });

  test('of a file too large or too small for the form', async () => {
    const small = await world.presigner.post('size.json', { contentLengthRange: [1, 10] });
    expect(await deliver(small)).toEqual({ ok: false, status: 400, code: 'EntityTooLarge' });
    const large = await world.presigner.post('size.json', { contentLengthRange: [1_000_000, 2_000_000] });
    expect(await deliver(large)).toEqual({ ok: false, status: 400, code: 'EntityTooSmall' });
  });

  test.each([
    ['an altered field', { acl: 'public-read' }, 'AccessDenied'],
    ['an extra field', { 'x-amz-meta-extra': '1' }, 'AccessDenied'],
    ['an altered policy', { Policy: 'e30=' }, 'SignatureDoesNotMatch'],
  ])('of a form with %s', async (_name, change, code) => {
    const { url, fields } = await world.presigner.post('form.json', { acl: 'private' });
    expect(await deliver({ url, fields: { ...fields, ...change } })).toEqual({
      ok: false,
      status: 403,
      code,
    });
  });
});

describe('AI Core refuses a call', () => {
  test('with a wrong password', async () => {
    const { aiCoreUrl: url, username } = world.sandbox;
    const stranger = createClient({ url, username, password: 'wrong' });
    await expect(stranger.getAlgorithms()).rejects.toMatchObject({
      name: 'AuthenticationError',
      status: 401,
    });
  });

  test('with a token nobody gave out', async () => {
    const stranger = createClient({ url: world.sandbox.aiCoreUrl, token: 'a.b.c' });
    await expect(stranger.getAlgorithms()).rejects.toMatchObject({
      name: 'AuthenticationError',
      status: 401,
    });
  });

  test('for an algorithm, a version or a task it does not know', async () => {
    const features = carFeatures(5);
    const missing = { name: 'NotFoundError', status: 404 };
    await expect(world.aiCore.getAlgorithm('nothing')).rejects.toMatchObject(missing);
    await expect(world.aiCore.runAlgorithm('nothing', { features })).rejects.toMatchObject(missing);
    await expect(world.aiCore.getTask('00000000-0000-0000-0000-000000000000')).rejects.toMatchObject(missing);
    await expect(
      world.aiCore.runAlgorithm('mass-estimation', { features, version: '9.9.9' }),
    ).rejects.toMatchObject({ status: expect.any(Number) });
  });

  test('with features that lack a column, and says which', async () => {
    const { Horsepower: _, ...features } = carFeatures(5);
    await expect(world.aiCore.runAlgorithm('mass-estimation', { features })).rejects.toMatchObject({
      name: 'ValidationError',
      status: 400,
      messages: [expect.stringContaining('Horsepower')],
    });
  });

  test('with a column of text where numbers are asked for', async () => {
    const features = { ...carFeatures(3), Horsepower: ['a', 'b', 'c'] };
    await expect(world.aiCore.runAlgorithm('mass-estimation', { features })).rejects.toMatchObject({
      name: 'ValidationError',
      messages: [expect.stringContaining('Horsepower')],
    });
  });
});

describe('a job', () => {
  test('that fails rejects the wait, with its task and reason', async () => {
    // Five equal cars: nothing can be learned from them.
    const constant = Object.fromEntries(
      Object.keys(carFeatures(1)).map((column) => [column, [1, 1, 1, 1, 1]]),
    );
    const { job_id } = await world.aiCore.trainAlgorithm('mass-estimation', { features: constant });
    await expect(world.aiCore.waitForTask(job_id)).rejects.toMatchObject({
      name: 'JobFailedError',
      task: { job_id, success: false, error: expect.any(String) },
    });
  });

  test('that is canceled rejects the wait, and delivers nothing', async () => {
    await using held = await startWorld({ queue: { workers: 0 } });
    const target = await held.presigner.put('never.json');
    const features = { distance: [0, 1, 2], damage: [0, 0.1, 0.2] };
    const answer = await held.aiCore.runAlgorithm('damage-forecast', { features, callbacks: target });
    if (answer.kind !== 'task') throw new Error('a run with callbacks is queued');
    const waiting = held.aiCore.waitForTask(answer.task.job_id);
    const refused = expect(waiting).rejects.toMatchObject({ name: 'JobCanceledError' });
    await held.aiCore.cancelTask(answer.task.job_id);
    await refused;
    expect(held.sandbox.deliveries).toEqual([]);
  });
});

test('the presigner refuses what S3 would refuse, before anything is signed', async () => {
  for (const options of [{ expiresIn: 0 }, { expiresIn: 8 * 86_400 }, { metadata: { a: 'b\r\nc' } }]) {
    const error = await world.presigner.put('a', options).catch((reason: unknown) => reason);
    expect(isPresignError(error)).toBe(true);
  }
});
