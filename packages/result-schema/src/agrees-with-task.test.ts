import * as v from 'valibot';
import { expect, test } from 'vitest';
import { agreesWithTask } from './agrees-with-task.ts';
import { ResultFile } from './schemas/result-file.ts';
import { Task } from './schemas/task.ts';

const file = {
  job_id: 'j',
  status: 'Finished',
  success: true,
  results: { load: [0.5, null], nested: { a: 'x' } },
  monitors: { 'R#l': { is_alarmed: false } },
};
const agree = (result: object, task: object = file) =>
  agreesWithTask(v.parse(ResultFile, result), v.parse(Task, task));

test.each([
  ['the same', file],
  [
    'other names, order and numbers of the same value',
    { predictions: { nested: { a: 'x' }, load: [5e-1, null] } },
  ],
  ['evaluations within the results', { results: { ...file.results, evaluations: { mae: 1 } } }],
  ['no monitors', { monitors: null }],
  ['another word for finished, another callback_param', { status: 'finished', callback_param: { trip: 7 } }],
])('agrees: %s', (_name, change) => {
  const { results, ...others } = file;
  expect(agree('predictions' in change ? { ...others, ...change } : { ...file, ...change })).toBe(true);
});

test.each([
  ['another job', { job_id: 'k' }],
  ['another number', { results: { ...file.results, load: [0.6, null] } }],
  ['a number for null', { results: { ...file.results, load: [0.5, 0] } }],
  ['a shorter list', { results: { ...file.results, load: [0.5] } }],
  ['a longer list', { results: { ...file.results, load: [0.5, null, 1] } }],
  ['a key less', { results: { load: file.results.load } }],
  ['a key more', { results: { ...file.results, more: 1 } }],
  ['a list for an object', { results: [] }],
  ['another text deep down', { results: { ...file.results, nested: { a: 'y' } } }],
  ['a failure', { success: false, error: 'no rows' }],
  ['other monitors', { monitors: { 'R#l': { is_alarmed: true } } }],
])('does not agree: %s', (_name, change) => {
  expect(agree({ ...file, ...change })).toBe(false);
});

test('failed runs agree in their error', () => {
  const failed = { job_id: 'j', status: 'Finished', success: false, error: 'no rows' };
  expect(agree(failed, failed)).toBe(true);
  expect(agree({ ...failed, error: 'none' }, failed)).toBe(false);
});

test('nothing agrees with a task that is not finished', () => {
  expect(agree(file, { job_id: 'j', status: 'In Progress' })).toBe(false);
});
