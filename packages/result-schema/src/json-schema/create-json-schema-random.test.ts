import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { Algorithm } from '../schemas/algorithm.ts';
import { AlgorithmVersion } from '../schemas/algorithm-version.ts';
import { FormatNode } from '../schemas/format-node.ts';
import { InstantResult } from '../schemas/instant-result.ts';
import { Monitor, Monitors } from '../schemas/monitors.ts';
import { Queued } from '../schemas/queued.ts';
import { ResultFile } from '../schemas/result-file.ts';
import { Task } from '../schemas/task.ts';
import { createJsonSchema } from './create-json-schema.ts';

// Random documents, on which the generated file and the valibot schemas must agree.

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true }).addSchema(
  JSON.parse(JSON.stringify(createJsonSchema())),
  'file',
);

const random = seededRandom(13);
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

const scalar = () => pick([null, '', 'a', 'Finished', 'True', true, false, 0, 1.5]);
const list = <T>(item: () => T): T[] => Array.from({ length: random(3) }, item);
const any = (): unknown =>
  pick<() => unknown>([scalar, () => [], () => ({}), () => [scalar()], () => ({ a: scalar() })])();
/** What is mostly right, and now and then anything. */
const mostly = (right: () => unknown): unknown => (random(8) === 0 ? any() : right());
const text = () => mostly(() => 'a');
const flag = () => mostly(() => random(2) === 0);

/** An object with some of the members. */
function some(members: Readonly<Record<string, () => unknown>>): Record<string, unknown> {
  const present = Object.entries(members).filter(() => random(5) < 3);
  return Object.fromEntries(present.map(([key, value]) => [key, value()]));
}

const monitor = (): unknown => some({ is_alarmed: flag, success: flag, readings: any });
const monitors = (): unknown => pick([() => [], () => list(monitor), () => ({ 'R#l': mostly(monitor) })])();
const body = () => ({
  ...some({ job_id: text, reference: text, status: text, results: any, predictions: any, error: any }),
  ...some({ evaluations: any, callback_param: any, is_canceled: flag, is_encrypted: flag, error_msg: text }),
  ...some({ monitors: () => mostly(monitors) }),
});
/** Where `success` is missing it is worked out, which the generated file cannot: it says so. */
const resultFile = () => ({ ...body(), success: flag() });
const formatNode = (): Record<string, unknown> => ({
  ...some({ input_name: text, name: text, description: text, mandatory: flag, type: text }),
  ...some({ children: () => mostly(() => list(formatNode)) }),
});
const tool = () => some({ name: text, monitored_signal: text, output_schema: any });
const version = () => ({
  ...some({ version: text, change_description: text, results: text }),
  ...some({ features_format: () => mostly(() => list(formatNode)) }),
  ...some({ monitoring_tools: () => mostly(() => list(tool)) }),
});
const algorithm = () => ({
  ...some({ id: text, name: text, description: text, active: flag, evaluations: any }),
  ...some({ versions: () => mostly(() => list(version)) }),
});

test.each<[string, v.GenericSchema, () => unknown]>([
  ['ResultFile', ResultFile, resultFile],
  ['Task', Task, () => ({ ...body(), ...some({ success: flag }) })],
  ['Queued', Queued, body],
  ['InstantResult', InstantResult, body],
  ['Monitor', Monitor, () => mostly(monitor)],
  ['Monitors', Monitors, () => mostly(monitors)],
  ['FormatNode', FormatNode, formatNode],
  ['AlgorithmVersion', AlgorithmVersion, version],
  ['Algorithm', Algorithm, algorithm],
])('%s', (name, schema, document) => {
  const validate = ajv.compile({ $ref: `file#/$defs/${name}` });
  let taken = 0;
  for (let round = 0; round < 5000; round++) {
    const sample = mostly(document);
    const isTaken = v.is(schema, sample);
    if (isTaken) taken++;
    expect(validate(sample), JSON.stringify(sample)).toBe(isTaken);
  }
  expect(taken).toBeGreaterThan(200);
  expect(taken).toBeLessThan(4800);
});
