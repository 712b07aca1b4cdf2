import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Queued } from './queued.ts';

test('a job_id alone is a pending task', () => {
  expect(v.parse(Queued, { job_id: 'j' })).toEqual({ job_id: 'j', status: 'Pending', callback_param: null });
});

test('a status that was sent stays', () => {
  expect(v.parse(Queued, { job_id: 'j', status: 'In Progress' }).status).toBe('In Progress');
});

test.each([[{}], [null], ['j'], [{ job_id: null }]])('refuses %j', (body) => {
  expect(v.safeParse(Queued, body).success).toBe(false);
});
