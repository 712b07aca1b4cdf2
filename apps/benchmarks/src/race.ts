import { do_not_optimize, measure } from 'mitata';
import type { Contenders } from './contenders.ts';

/** Nanoseconds for one call: the median of a round, and the slowest in a hundred. */
export interface Timing {
  readonly median: number;
  readonly p99: number;
}

/** Times all contenders in turn, several rounds, and keeps the best round of each: what others did to the machine is left out. */
export async function race(contenders: Contenders, rounds = 3): Promise<ReadonlyMap<string, Timing>> {
  const best = new Map<string, Timing>();
  for (let round = 0; round < rounds; round++)
    for (const [name, call] of Object.entries(contenders)) {
      const { p50: median, p99 } = await timing(call);
      if (median < (best.get(name)?.median ?? Number.POSITIVE_INFINITY)) best.set(name, { median, p99 });
    }
  return best;
}

function timing(call: () => unknown) {
  return call() instanceof Promise
    ? measure(async () => do_not_optimize(await call()))
    : measure(() => do_not_optimize(call()));
}
