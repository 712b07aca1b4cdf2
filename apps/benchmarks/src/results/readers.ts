import { createResultSchema, float64Array, numberArray, parseResult } from '@x/result-schema';
import Ajv from 'ajv';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';

type Readers = Readonly<Record<string, (text: string) => unknown>>;

/** How everybody checks the same thing, each in the plainest way its documentation shows. `JSON.parse` checks nothing. */
interface Shapes {
  readonly ours: Parameters<typeof createResultSchema>[0]['results'];
  readonly valibot: v.GenericSchema;
  readonly zod: z.ZodType;
  readonly arktype: (value: unknown) => unknown;
  readonly json: object;
}

const column: Shapes = {
  ours: v.object({ load: numberArray() }),
  valibot: v.object({ load: v.array(v.number()) }),
  zod: z.object({ load: z.array(z.number()) }),
  arktype: type({ job_id: 'string', status: 'string', success: 'boolean', results: { load: 'number[]' } }),
  json: objectOf({ load: { type: 'array', items: { type: 'number' } } }),
};

const row = { id: 'string', load: 'number', speed: 'number', valid: 'boolean' } as const;
const valibotRows = v.array(
  v.object({ id: v.string(), load: v.number(), speed: v.number(), valid: v.boolean() }),
);
const list: Shapes = {
  ours: valibotRows,
  valibot: valibotRows,
  zod: z.array(z.object({ id: z.string(), load: z.number(), speed: z.number(), valid: z.boolean() })),
  arktype: type({ job_id: 'string', status: 'string', success: 'boolean', results: type(row).array() }),
  json: {
    type: 'array',
    items: objectOf(Object.fromEntries(Object.entries(row).map(([key, name]) => [key, { type: name }]))),
  },
};

/** Readers of a result that holds one series. */
export const columnReaders: Readers = {
  ...readersOf(column),
  'parseResult, Float64Array': parserOf(v.object({ load: float64Array() })),
};

/** Readers of a result that holds a list of objects. */
export const rowReaders: Readers = readersOf(list);

function readersOf(shapes: Shapes): Readers {
  const envelope = { job_id: v.string(), status: v.string(), success: v.boolean() };
  const valibot = v.object({ ...envelope, results: shapes.valibot });
  const zod = z.object({ job_id: z.string(), status: z.string(), success: z.boolean(), results: shapes.zod });
  const text = { type: 'string' };
  const ajv = new Ajv().compile(
    objectOf({ job_id: text, status: text, success: { type: 'boolean' }, results: shapes.json }),
  );
  return {
    'JSON.parse': (text) => JSON.parse(text),
    parseResult: parserOf(shapes.ours),
    'JSON.parse + ajv': (text) => must(ajv(JSON.parse(text))),
    'JSON.parse + valibot': (text) => v.parse(valibot, JSON.parse(text)),
    'JSON.parse + zod': (text) => zod.parse(JSON.parse(text)),
    'JSON.parse + arktype': (text) => must(!(shapes.arktype(JSON.parse(text)) instanceof type.errors)),
  };
}

function parserOf(results: Shapes['ours']): (text: string) => unknown {
  const schema = createResultSchema({ results });
  return (text) => parseResult(text, { schema });
}

function objectOf(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

function must(valid: boolean): void {
  if (!valid) throw new Error('The input is valid: the reader is set up wrongly.');
}
