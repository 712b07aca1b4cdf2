import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as schemas from '../index.ts';
import { createJsonSchema } from './create-json-schema.ts';

// The same samples, judged by the valibot schemas and by another implementation of the generated file.

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true }).addSchema(
  JSON.parse(JSON.stringify(createJsonSchema())),
  'file',
);

const finished = { job_id: 'j', status: 'Finished', success: true, results: { load: [0.9] } };
const node = { input_name: 'load', type: 'list', children: [], mandatory: true, description: 'd' };
const version = {
  version: '1.2.0',
  change_description: '',
  results: 'Requests are queued above 500 samples.',
  features_format: [{ ...node, type: 'dict', children: [node] }],
  output_format: [node],
  monitoring_tools: [
    { name: 'Range', monitored_signal: 'load', output_schema: { n: { description: 'd', type: 'numeric' } } },
  ],
};
const monitors = { 'Range#load': { is_alarmed: true, success: true, readings: { n_maximum: 3 } } };

const samples: Readonly<
  Record<string, { readonly valid: readonly unknown[]; readonly invalid: readonly unknown[] }>
> = {
  ResultFile: {
    valid: [
      finished,
      { ...finished, results: [], callback_param: { trip: 7 }, evaluations: [], monitors, queue: 'fast' },
      { ...finished, results: undefined, predictions: [1] },
      { ...finished, job_id: null, reference: 'r' },
      { job_id: 'j', status: 'Finished', success: false, error: 'no rows' },
      { job_id: 'j', status: 'Finished', success: false, error: { code: 7 }, results: null, monitors: null },
      { job_id: 'j', status: 'Canceled', callback_param: null },
      {
        job_id: 'j',
        status: 'Finished',
        success: true,
        is_canceled: false,
        results: {},
        callback_param: [1, {}],
      },
    ],
    invalid: [
      null,
      [],
      'text',
      {},
      { ...finished, job_id: '' },
      { ...finished, job_id: 7 },
      { ...finished, status: null },
      { ...finished, success: 'True' },
      { ...finished, results: 'text' },
      { ...finished, results: null, predictions: 'text' },
      { job_id: 'j', status: 'Finished', success: true },
      { ...finished, monitors: { 'R#l': 1 } },
      { ...finished, evaluations: 7 },
      { ...finished, is_canceled: 'no' },
    ],
  },
  Task: {
    valid: [
      { job_id: 'j', status: 'Pending', success: null },
      finished,
      { reference: 'r', status: 'Finished', results: [] },
    ],
    invalid: [{ job_id: 'j' }, { status: 'Pending' }, { ...finished, is_encrypted: 'True' }],
  },
  Queued: {
    valid: [{ job_id: 'j' }, { job_id: 'j', status: null }, { job_id: 'j', status: 'In Progress' }],
    invalid: [{}, { job_id: null }, { job_id: 'j', status: 7 }],
  },
  InstantResult: {
    valid: [
      { results: { load: [0.9] }, evaluations: [], is_encrypted: false, monitors },
      { predictions: [1] },
    ],
    invalid: [{}, { results: null }, { results: 'x' }, null],
  },
  Algorithm: {
    valid: [
      { id: 'a' },
      { id: 'a', name: null, active: true, evaluations: { mae: {} }, versions: [version], owner: 'me' },
    ],
    invalid: [{}, { id: '' }, { id: 'a', versions: {} }, { id: 'a', versions: [{ version: 1 }] }],
  },
  AlgorithmVersion: {
    valid: [
      version,
      { version: '1' },
      { version: '1', features_format: [{ name: 'root', type: 'dict', description: null }] },
      { version: '1', monitoring_tools: [{ name: 'm', output_schema: [] }] },
    ],
    invalid: [
      {},
      { version: '1', output_format: [{ input_name: 'x' }] },
      { version: '1', monitoring_tools: [{}] },
      { version: '1', monitoring_tools: [{ name: 'm', output_schema: [1] }] },
    ],
  },
  FormatNode: {
    valid: [
      node,
      { type: 'dict', children: [node] },
      { type: 'x', input_name: null, name: 'n', mandatory: null },
    ],
    invalid: [{}, { type: 7 }, { type: 'dict', children: [{}] }, { type: 'dict', input_name: 7 }],
  },
  // An empty list is how some languages write an empty object.
  Monitors: {
    valid: [{}, [], monitors, { 'R#l': [] }, { 'R#l': { readings: [] } }],
    invalid: [
      [1],
      [{ is_alarmed: true }],
      { 'R#l': { is_alarmed: 'yes' } },
      { 'R#l': [1] },
      { 'R#l': { readings: [1] } },
    ],
  },
};

describe.each(Object.entries(samples))('%s', (name, { valid, invalid }) => {
  const verdict = (sample: unknown) => ({
    // As it would arrive: JSON knows no undefined.
    ajv: ajv.validate(
      { $ref: `file#/$defs/${name}` },
      sample === undefined ? null : JSON.parse(JSON.stringify(sample)),
    ),
    valibot: v.is((schemas as unknown as Record<string, v.GenericSchema>)[name] ?? v.never(), sample),
  });

  test.each(valid.map((sample) => [sample]))('%j is valid', (sample) => {
    expect(verdict(sample)).toEqual({ ajv: true, valibot: true });
  });

  test.each(invalid.map((sample) => [sample]))('%j is not', (sample) => {
    expect(verdict(sample)).toEqual({ ajv: false, valibot: false });
  });
});

test('the whole file is the schema of a result file', () => {
  expect(ajv.validate('file', finished)).toBe(true);
  expect(ajv.validate('file', {})).toBe(false);
});
