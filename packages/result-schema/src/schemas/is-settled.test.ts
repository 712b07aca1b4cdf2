import * as v from 'valibot';
import { expect, test } from 'vitest';
import { InstantResult } from './instant-result.ts';
import { isInstantResult, isResultFile, isTask } from './is-settled.ts';
import { ResultFile } from './result-file.ts';
import { Task } from './task.ts';

const sent = [
  { job_id: 'j', status: 'Finished', success: true, results: { load: [1] }, callback_param: { trip: 7 } },
  { job_id: 'j', status: 'Finished', success: false, error: 'no rows', callback_param: null },
  { reference: 'r', status: 'Finished', predictions: [1], monitors: { 'R#l': { is_alarmed: true } } },
  { job_id: 'j', status: 'Finished', results: { evaluations: [1] }, error: 'False', is_canceled: null },
];

test.each(sent.map((body, index) => [body, index < 2]))(
  '%j is a result file already: %s; settled, it is',
  (body, already) => {
    expect(isResultFile(body)).toBe(already);
    expect(isTask(body)).toBe(already);
    expect(isResultFile(v.parse(ResultFile, body))).toBe(true);
    expect(isTask(v.parse(Task, body))).toBe(true);
  },
);

test('tells instant results', () => {
  expect(isInstantResult({ results: [1] })).toBe(true);
  expect(isInstantResult({ predictions: [1] })).toBe(false);
  expect(isInstantResult(v.parse(InstantResult, { predictions: [1] }))).toBe(true);
});

test('a task that is not finished is no result file', () => {
  const pending = v.parse(Task, { job_id: 'j', status: 'Pending' });
  expect(isTask(pending)).toBe(true);
  expect(isResultFile(pending)).toBe(false);
});

test.each([[null], [undefined], ['text'], [[]], [{}], [{ job_id: 7, status: 'x', callback_param: null }]])(
  '%j is nothing',
  (value) => {
    expect([isResultFile(value), isTask(value), isInstantResult(value)]).toEqual([false, false, false]);
  },
);
