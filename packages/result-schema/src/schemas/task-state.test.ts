import { expect, test } from 'vitest';
import { type TaskState, type TaskStateFields, taskState } from './task-state.ts';

const cases: [TaskStateFields, TaskState][] = [
  [{ status: 'Pending' }, 'pending'],
  [{ status: 'PENDING' }, 'pending'],
  [{ status: 'In Progress' }, 'in-progress'],
  [{ status: 'in_progress' }, 'in-progress'],
  [{ status: 'Finished', success: true }, 'succeeded'],
  [{ status: 'finished', success: true, error: 'x' }, 'succeeded'],
  [{ status: 'Finished', success: false }, 'failed'],
  [{ status: 'Finished', error: 'x' }, 'failed'],
  [{ status: 'Finished' }, 'succeeded'],
  [{ status: 'Finished', is_encrypted: false }, 'succeeded'],
  [{ status: 'Finished', is_encrypted: true }, 'unknown'],
  [{ status: 'Canceled' }, 'canceled'],
  [{ status: 'cancelled' }, 'canceled'],
  [{ status: 'Finished', success: true, is_canceled: true }, 'canceled'],
  [{ status: 'Finished', is_canceled: false, success: true }, 'succeeded'],
  [{ status: 'Exploded' }, 'unknown'],
  [{}, 'unknown'],
];

test.each(cases)('%j is %s', (task, state) => {
  expect(taskState(task)).toBe(state);
});
