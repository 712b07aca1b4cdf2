import { expect, test } from 'vitest';
import { rangeMonitor } from './range-monitor.ts';

const monitor = rangeMonitor('load', () => ({ minimum: 0, maximum: 1 }));

test('counts what lies outside, the ends being inside', () => {
  expect(monitor.inspect({ results: { load: [-1, 0, 0.5, 1, 2, 3] }, model: undefined })).toEqual({
    isAlarmed: true,
    readings: { n_maximum: 2, n_minimum: 1 },
  });
});

test('is calm inside the range', () => {
  expect(monitor.inspect({ results: { load: [0, 1] }, model: undefined }).isAlarmed).toBe(false);
});
