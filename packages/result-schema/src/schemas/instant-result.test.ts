import * as v from 'valibot';
import { expect, test } from 'vitest';
import { InstantResult } from './instant-result.ts';

test('takes results, evaluations and monitors', () => {
  const body = {
    results: { load: [0.91, 0.93], mileage: [120400] },
    evaluations: [],
    is_encrypted: false,
    monitors: { 'Range#load': { is_alarmed: true, success: true, readings: { n_maximum: 3, n_minimum: 0 } } },
  };
  expect(v.parse(InstantResult, body)).toEqual(body);
});

test('takes predictions for results', () => {
  expect(v.parse(InstantResult, { predictions: [1] }).results).toEqual([1]);
});

test.each([[{}], [{ results: null }], [{ results: 'x' }], [[]], [null]])('refuses %j', (body) => {
  expect(v.safeParse(InstantResult, body).success).toBe(false);
});
