import type { RunOptions } from '@x/compredict-client';
import { createResultSchema, numberArray, parseResult } from '@x/result-schema';
import { startServer } from '@x/test-kit';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carFeatures, startWorld, type World } from './world.ts';

const schema = createResultSchema({
  results: v.looseObject({
    predictions: numberArray(),
    lower_bound: numberArray(),
    upper_bound: numberArray(),
  }),
});

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { job_id } = await world.aiCore.trainAlgorithm('mass-estimation', { features: carFeatures(120) });
  await world.aiCore.waitForTask(job_id);
});
afterAll(() => world[Symbol.asyncDispose]());

const FEATURES = carFeatures(30);

async function run(callbacks: NonNullable<RunOptions['callbacks']>): Promise<string> {
  const answer = await world.aiCore.runAlgorithm('mass-estimation', { features: FEATURES, callbacks });
  if (answer.kind !== 'task') throw new Error('a run with callbacks is queued');
  await world.aiCore.waitForTask(answer.task.job_id);
  return answer.task.job_id;
}

describe('a result is delivered, collected and valid', () => {
  test('by presigned URL', async () => {
    const jobId = await run(await world.presigner.put('put.json', { metadata: { trip: '7' } }));
    const { bytes, contentType, metadata } = await world.collect('put.json');
    const result = parseResult(bytes, { schema });
    expect(result).toMatchObject({ job_id: jobId, success: true, status: 'Finished' });
    expect(contentType).toBe('application/json');
    expect(metadata).toEqual({ trip: '7' });
    if (!result.success) throw new Error('unreachable');
    const { predictions, lower_bound, upper_bound } = result.results;
    expect(predictions).toHaveLength(30);
    // The noise is ±10, so a model that learned is never far off, and its interval holds its prediction.
    predictions.forEach((prediction, row) => {
      expect(Math.abs(prediction - (FEATURES.Weight_in_lbs?.[row] ?? 0))).toBeLessThan(20);
      expect(lower_bound[row]).toBeLessThan(prediction);
      expect(upper_bound[row]).toBeGreaterThan(prediction);
    });
  });

  test('by presigned POST, with everything the form fixes', async () => {
    const form = await world.presigner.post('post.json', {
      acl: 'bucket-owner-full-control',
      contentType: 'application/json',
      metadata: { trip: '8' },
      contentLengthRange: [2, 1_000_000],
    });
    const jobId = await run(form);
    const { bytes, contentType, metadata } = await world.collect('post.json');
    expect(parseResult(bytes, { schema })).toMatchObject({ job_id: jobId, success: true });
    expect(contentType).toBe('application/json');
    expect(metadata).toEqual({ trip: '8' });
    expect(new TextDecoder().decode(bytes)).not.toMatch(/s3_fields|policy/i);
  });

  test('to several targets at once, each with its own parameters', async () => {
    await using endpoint = await startServer((_request, response) => {
      response.end('{}');
    });
    const jobId = await run([
      await world.presigner.put('several-put.json'),
      { ...(await world.presigner.post('several-post.json')), param: { trip: 9 } },
      { url: `${endpoint.url}/hook`, param: { trip: 10 } },
    ]);
    await world.sandbox.settled();
    expect(parseResult((await world.collect('several-put.json')).bytes)).toMatchObject({ job_id: jobId });
    expect(parseResult((await world.collect('several-post.json')).bytes).callback_param).toEqual({ trip: 9 });
    expect(parseResult(endpoint.requests[0]?.body ?? '')).toMatchObject({
      job_id: jobId,
      success: true,
      callback_param: { trip: 10 },
    });
  });
});

test('an instant result comes back at once, with the accuracy when the truth was sent along', async () => {
  const answer = await world.aiCore.runAlgorithm('mass-estimation', { features: FEATURES, evaluate: true });
  expect(answer.kind).toBe('result');
  expect(JSON.stringify(answer)).toMatch(/"mae"/);
});

test('training a new version leaves the old one, and both can be asked for', async () => {
  const before = await world.aiCore.getAlgorithmVersions('mass-estimation');
  const { job_id } = await world.aiCore.trainAlgorithm('mass-estimation', {
    features: carFeatures(60),
    exportNewVersion: true,
  });
  await world.aiCore.waitForTask(job_id);
  const after = await world.aiCore.getAlgorithmVersions('mass-estimation');
  expect(after).toHaveLength(before.length + 1);
  for (const { version } of after)
    expect((await world.aiCore.runAlgorithm('mass-estimation', { features: FEATURES, version })).kind).toBe(
      'result',
    );
});
