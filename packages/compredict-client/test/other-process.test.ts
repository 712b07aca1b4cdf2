import { join } from 'node:path';
import { run } from '@x/test-kit';
import { expect, test } from 'vitest';
import { json, startAiCore } from './support.ts';

test('a run is waited for in another process, from what was stored of it', async () => {
  let polls = 0;
  await using aiCore = await startAiCore((request, response) => {
    if (request.method === 'POST') return json(response, { job_id: 'j' });
    const status = ++polls > 2 ? { status: 'Finished', success: true, results: [7] } : { status: 'Pending' };
    json(response, { job_id: 'j', ...status });
  });
  const stored = JSON.stringify(await aiCore.client.runAlgorithm('a', { features: { x: [1] } }));
  const code = `
    import { createClient } from './src/index.ts';
    const client = createClient({ token: 't', url: process.env.URL });
    const { results } = await client.waitForRun(JSON.parse(process.env.RUN), { minDelayMs: 1 });
    console.log(results);`;
  const { output, exitCode } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(import.meta.dirname, '..'),
    env: { URL: `${aiCore.server.url}/api/v2`, RUN: stored },
  });
  expect({ output: output.trim(), exitCode }).toEqual({ output: '[ 7 ]', exitCode: 0 });
  expect(polls).toBe(3);
});
