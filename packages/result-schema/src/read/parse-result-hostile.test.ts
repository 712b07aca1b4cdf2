import * as v from 'valibot';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { Algorithm } from '../schemas/algorithm.ts';
import { AlgorithmVersion } from '../schemas/algorithm-version.ts';
import { FormatNode } from '../schemas/format-node.ts';
import { InstantResult } from '../schemas/instant-result.ts';
import { Monitors } from '../schemas/monitors.ts';
import { Queued } from '../schemas/queued.ts';
import { Task } from '../schemas/task.ts';
import { type ParseOutcome, safeParseResult } from './parse-result.ts';

// Any JSON is answered, also where its members have the names of what every object inherits.

const random = seededRandom(3);

const inherited = [
  'toString',
  'valueOf',
  '__proto__',
  'constructor',
  'prototype',
  'toJSON',
  'hasOwnProperty',
];
const others = ['then', 'length', 'get', 'message', '0', ''];
const known = [
  ...['job_id', 'reference', 'status', 'success', 'results', 'predictions', 'error', 'error_msg'],
  ...['evaluations', 'monitors', 'callback_param', 'is_canceled', 'is_encrypted', 'readings', 'is_alarmed'],
  ...['id', 'version', 'versions', 'type', 'children', 'input_name', 'monitoring_tools', 'output_schema'],
];
const scalars = ['null', 'true', 'false', '0', '-1e999', '""', '"j"', '"Finished"', '"true"', '"False"'];
const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';

function json(depth: number): string {
  const kind = random(depth > 3 ? 3 : 6);
  if (kind < 3) return pick(scalars);
  if (kind === 3) return `[${Array.from({ length: random(3) }, () => json(depth + 1)).join()}]`;
  return object(depth);
}

function object(depth: number, first: readonly string[] = []): string {
  const names = Array.from({ length: random(4) }, () => pick([inherited, others, known][random(3)] ?? []));
  const members = [...new Set(names)].map((name) => `${JSON.stringify(name)}:${json(depth + 1)}`);
  return `{${[...first, ...members].join()}}`;
}

/** Whatever makes it a result, and an error of any kind. */
const file = (): string => {
  const outcome = pick(['"success":true,"results":{}', '"success":false', '"results":[]']);
  return `{"job_id":"j","status":"Finished",${outcome},"error":${json(0)},"monitors":${json(0)},"x":${json(0)}}`;
};

const answer = <T>(outcome: ParseOutcome<T>): unknown =>
  outcome.ok ? outcome.result : { code: outcome.error.code, issues: outcome.error.issues };

test('safeParseResult never throws, and answers text and parsed objects alike', () => {
  let taken = 0;
  for (let round = 0; round < 5000; round++) {
    const text = random(4) === 0 ? object(0) : file();
    const outcome = safeParseResult(text);
    if (outcome.ok) taken++;
    expect(answer(safeParseResult(JSON.parse(text) as object)), text).toEqual(answer(outcome));
  }
  expect(taken).toBeGreaterThan(500);
});

const all = { Task, Queued, InstantResult, Algorithm, AlgorithmVersion, FormatNode, Monitors };

test.each(Object.entries<v.GenericSchema>(all))('the schema %s throws at no JSON', (_name, schema) => {
  const needed = ['"job_id":"j"', '"status":"Finished"', '"id":"a"', '"version":"1"', '"type":"dict"'];
  for (let round = 0; round < 2000; round++) {
    const text = object(0, [...needed, `"error":${json(0)}`]);
    expect(() => v.safeParse(schema, JSON.parse(text)), text).not.toThrow();
  }
});
