/** What a race gave: the first contender is the floor. */
export interface Turns {
  readonly floor: string;
  readonly rounds: number;
  readonly rows: readonly { readonly name: string; readonly median: number; readonly ratio: number }[];
}

/**
 * Times contenders that take long enough to be timed one by one: each once a round, so that a slow moment of the machine
 * hits all of them. The ratio is the median of each round's own ratio to the floor. The first two rounds warm up.
 */
export async function raceInTurn<T>(
  contenders: Readonly<Record<string, (input: T) => unknown>>,
  input: T,
  rounds: number,
): Promise<Turns> {
  const entries = Object.entries(contenders);
  const times = entries.map((): number[] => []);
  for (let round = -2; round < rounds; round++)
    for (const [index, [, run]] of entries.entries()) {
      const start = performance.now();
      await run(input);
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
  const floor = times[0] ?? [];
  const rows = entries.map(([name], index) => {
    const own = times[index] ?? [];
    return {
      name,
      median: median(own),
      ratio: median(own.map((time, round) => time / (floor[round] ?? Number.NaN))),
    };
  });
  return { floor: entries[0]?.[0] ?? '', rounds, rows };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
