import { startSandbox } from '@x/compredict-sandbox';

/** Milliseconds that sandboxes take to start, one after the other in this process: the first also warms the engine. */
export async function startTimes(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let start = 0; start < count; start++) {
    const begin = performance.now();
    const sandbox = await startSandbox();
    times.push(performance.now() - begin);
    await sandbox.stop();
  }
  return times;
}
