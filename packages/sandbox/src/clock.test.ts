import { expect, test } from 'vitest';
import { createClock } from './clock.ts';

const start = new Date('2026-03-01T12:00:00Z');

test.each<[string | number, string]>([
  ['90s', '2026-03-01T12:01:30Z'],
  ['61m', '2026-03-01T13:01:00Z'],
  ['1.5h', '2026-03-01T13:30:00Z'],
  ['8d', '2026-03-09T12:00:00Z'],
  ['250ms', '2026-03-01T12:00:00.250Z'],
  [1000, '2026-03-01T12:00:01Z'],
  ['-1h', '2026-03-01T11:00:00Z'],
])('moves on by %j', (duration, expected) => {
  const clock = createClock(() => start);
  clock.advance(duration);
  expect(clock.now()).toEqual(new Date(expected));
});

test('adds up, and goes on with the clock it started from', () => {
  let base = start;
  const clock = createClock(() => base);
  clock.advance('1h');
  clock.advance('1h');
  base = new Date(base.getTime() + 1000);
  expect(clock.now()).toEqual(new Date('2026-03-01T14:00:01Z'));
});

test.each([
  ...['', '1', 'soon', '1 h', '1h30m', Number.NaN, Number.POSITIVE_INFINITY],
  ...['99999999999d', '-99999999999d', 8.64e15],
])('refuses %j, and stays where it is', (duration) => {
  const clock = createClock(() => start);
  expect(() => clock.advance(duration)).toThrow(
    expect.objectContaining({ code: 'InvalidOption', option: 'duration' }),
  );
  expect(clock.now()).toEqual(start);
});

test('refuses what leads to no date only together with what was before', () => {
  const clock = createClock(() => start);
  clock.advance('60000000d');
  const then = clock.now();
  expect(() => clock.advance('60000000d')).toThrow(expect.objectContaining({ option: 'duration' }));
  expect(clock.now()).toEqual(then);
});
