import { expect, test } from 'vitest';
import type { Clock } from '../../tasks/clock.ts';
import { throttleGate } from './throttle-gate.ts';

/** A clock on which only sleeping takes time. */
function sleepClock(): Clock & { pauses: number[] } {
  let time = 1000;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => time,
    random: () => 0,
    async sleep(ms) {
      pauses.push(ms);
      time += ms;
    },
  };
}
const { signal } = new AbortController();

test('is open at first, and shut for as long as AI Core asks', async () => {
  const clock = sleepClock();
  const gate = throttleGate(clock);
  await gate.pass(signal);
  expect(clock.pauses).toEqual([]);
  gate.shut(6000);
  gate.shut(2000);
  await gate.pass(signal);
  await gate.pass(signal);
  expect(clock.pauses).toEqual([6000]);
});

test('without a word of AI Core the pause doubles up to a minute, until a request is accepted', async () => {
  const clock = sleepClock();
  const gate = throttleGate(clock);
  const refused = async () => {
    // Eight requests under way are refused together: that is one reason to wait, not eight.
    for (let request = 0; request < 8; request++) gate.shut(undefined);
    await gate.pass(signal);
  };
  for (let round = 0; round < 8; round++) await refused();
  expect(clock.pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  gate.relax();
  await refused();
  expect(clock.pauses.at(-1)).toBe(1000);
});

test('lets go of whoever is aborted', async () => {
  const clock = sleepClock();
  const gate = throttleGate(clock);
  gate.shut(6000);
  await gate.pass(AbortSignal.abort());
  expect(clock.pauses).toEqual([]);
});
