import { agreesWithTask, parseResult } from '@x/result-schema';
import { isSealError, type OpenOptions, openCallbackParam, sealCallbackParam } from '@x/result-schema/seal';
import { upload } from '@x/s3-presign';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './world.ts';

// Whoever holds a presigned URL can write to it. What is written by AI Core for this run is told from everything else.

const secret = 'a secret of at least thirty-two bytes';
const jobs = new Map<string, string>();

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Runs an algorithm with a sealed param, and answers where its result will be, and what a thief would take. */
async function run(objectKey: string, deliver: 'put' | 'post' = 'put') {
  const target =
    deliver === 'put' ? await world.presigner.put(objectKey) : await world.presigner.post(objectKey);
  const param = await sealCallbackParam({ trip: objectKey }, secret, { objectKey, runId: objectKey });
  const answer = await world.aiCore.runAlgorithm('damage-forecast', {
    features: { distance: [0, 1000, 2000, 3000], damage: [0, 0.011, 0.019, 0.031] },
    callbacks: { ...target, param },
  });
  if (answer.kind !== 'task') throw new Error('a run with callbacks is queued');
  jobs.set(objectKey, answer.task.job_id);
  await world.aiCore.waitForTask(answer.task.job_id);
  await world.sandbox.settled();
  return { target, result: parseResult((await world.collect(objectKey)).bytes) };
}

/** What the receiver makes of the object under a key: the sealed data, or the code of the refusal. */
async function receive(objectKey: string, options: OpenOptions = {}) {
  const result = parseResult((await world.collect(objectKey)).bytes);
  try {
    const checks = { objectKey, jobId: result.job_id, expectedJobId: (runId: string) => jobs.get(runId) };
    return (await openCallbackParam(result.callback_param, secret, { ...checks, ...options })).data;
  } catch (error) {
    if (isSealError(error)) return error.code;
    throw error;
  }
}

test.each(['put', 'post'] as const)('a result that AI Core delivered by %s is genuine', async (deliver) => {
  const key = `genuine/${deliver}.json`;
  const { result } = await run(key, deliver);
  expect(await receive(key)).toEqual({ trip: key });
  expect(agreesWithTask(result, await world.aiCore.getTask(result.job_id))).toBe(true);
});

test('what a thief of a URL writes is not', async () => {
  const { target, result } = await run('stolen.json');
  const other = await run('other.json');
  const write = (body: object) => upload(target, JSON.stringify(body));

  await write({ ...result, callback_param: null });
  expect(await receive('stolen.json')).toBe('Missing');

  await write({
    ...result,
    callback_param: await sealCallbackParam({}, 'a secret that the thief made up by himself'),
  });
  expect(await receive('stolen.json')).toBe('UnknownSecret');

  await write(other.result);
  expect(await receive('stolen.json')).toBe('WrongObject');

  await write({ ...other.result, callback_param: result.callback_param });
  expect(await receive('stolen.json')).toBe('WrongJob');

  await write(result);
  const late = new Date(Date.now() + 8 * 24 * 3600 * 1000);
  expect(await receive('stolen.json', { arrivedAt: late })).toBe('Expired');
  expect(await receive('stolen.json', { firstUse: () => false })).toBe('Replayed');
});

test('what a thief of everything alters, AI Core itself tells', async () => {
  const { target, result } = await run('altered.json');
  await upload(target, JSON.stringify({ ...result, results: { ...result.results, altered: [1] } }));
  expect(await receive('altered.json')).toEqual({ trip: 'altered.json' });
  const altered = parseResult((await world.collect('altered.json')).bytes);
  expect(agreesWithTask(altered, await world.aiCore.getTask(altered.job_id))).toBe(false);
});
