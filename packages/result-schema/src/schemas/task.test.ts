import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Task } from './task.ts';

const parse = (body: unknown) => v.parse(Task, body);
const paths = (body: unknown) => v.safeParse(Task, body).issues?.map((issue) => v.getDotPath(issue));

test('takes a finished task as it is, unknown keys and all', () => {
  const body = {
    job_id: '7d1f',
    status: 'Finished',
    success: true,
    results: { load: [0.91] },
    evaluations: [],
    is_encrypted: false,
    monitors: { 'Range#load': { is_alarmed: false, success: true, readings: { n_maximum: 3 } } },
    callback_param: { trip: 7 },
    queue: 'fast',
  };
  expect(parse(body)).toEqual(body);
});

test('hands results through without copying or walking them', () => {
  const results = { load: new Array(3).fill(0.5) };
  expect(parse({ job_id: 'j', status: 'Finished', results }).results).toBe(results);
});

test.each([
  ['reference for job_id', { reference: 'r', status: 'Finished', results: [] }, { job_id: 'r', results: [] }],
  ['predictions for results', { job_id: 'j', status: 'x', predictions: { a: 1 } }, { results: { a: 1 } }],
  [
    'results before predictions',
    { job_id: 'j', status: 'x', results: [1], predictions: [2] },
    { results: [1] },
  ],
  [
    'null results as predictions',
    { job_id: 'j', status: 'x', results: null, predictions: [2] },
    { results: [2] },
  ],
  [
    'evaluations and monitors inside results',
    {
      job_id: 'j',
      status: 'x',
      results: { evaluations: { mae: 1 }, monitors: { 'R#l': { is_alarmed: true } } },
    },
    { evaluations: { mae: 1 }, monitors: { 'R#l': { is_alarmed: true } } },
  ],
  [
    'an output that merely happens to be called monitors',
    { job_id: 'j', status: 'x', results: { monitors: [1, 2] } },
    { results: { monitors: [1, 2] } },
  ],
  ['an empty list of monitors', { job_id: 'j', status: 'x', monitors: [] }, { monitors: {} }],
  ['a missing callback_param as null', { job_id: 'j', status: 'x' }, { callback_param: null }],
  ['any callback_param', { job_id: 'j', status: 'x', callback_param: [1, {}] }, { callback_param: [1, {}] }],
  [
    'an error flag with its text',
    { job_id: 'j', status: 'x', error: 'True', error_msg: 'no rows' },
    { error: 'no rows' },
  ],
  ['a structured error', { job_id: 'j', status: 'x', error: { a: 1 } }, { error: '{"a":1}' }],
  [
    'an error of hostile members',
    { job_id: 'j', status: 'x', error: { toString: 1 } },
    { error: '{"toString":1}' },
  ],
  ['a list as an error', { job_id: 'j', status: 'x', error: [true], error_msg: 'm' }, { error: '[true]' }],
])('takes %s', (_name, body, expected) => {
  expect(parse(body)).toMatchObject(expected);
});

test('an error flag that says no is no error', () => {
  expect(parse({ job_id: 'j', status: 'x', error: 'False' })).not.toHaveProperty('error');
});

test('treats a null that means absent as absent', () => {
  const nulls = { success: null, results: null, error: null, monitors: null, is_canceled: null };
  expect(parse({ job_id: 'j', status: 'Pending', ...nulls })).toEqual({
    job_id: 'j',
    status: 'Pending',
    callback_param: null,
  });
});

test('drops keys that would change a prototype', () => {
  const task = parse(JSON.parse('{"job_id":"j","status":"x","__proto__":{"polluted":true}}'));
  expect(task).not.toHaveProperty('polluted');
  expect(Object.keys(task)).toEqual(['job_id', 'status', 'callback_param']);
});

test.each([
  ['no job_id', { status: 'x' }, 'job_id'],
  ['an empty job_id', { job_id: '', status: 'x' }, 'job_id'],
  ['a numeric job_id', { job_id: 7, status: 'x' }, 'job_id'],
  ['no status', { job_id: 'j' }, 'status'],
  ['success as text', { job_id: 'j', status: 'x', success: 'True' }, 'success'],
  ['results as text', { job_id: 'j', status: 'x', results: 'x' }, 'results'],
  ['a monitor that is no object', { job_id: 'j', status: 'x', monitors: { 'R#l': 1 } }, 'monitors.R#l'],
])('refuses %s and says where', (_name, body, path) => {
  expect(paths(body)).toEqual([path]);
});

test.each([[null], ['text'], [7], [undefined]])('refuses %j as a whole', (body) => {
  expect(v.safeParse(Task, body).success).toBe(false);
});
