import { type JsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import { Algorithm } from '../schemas/algorithm.ts';
import { AlgorithmVersion } from '../schemas/algorithm-version.ts';
import { FormatNode } from '../schemas/format-node.ts';
import { InstantResult } from '../schemas/instant-result.ts';
import { JobId } from '../schemas/job-id.ts';
import { Monitor, Monitors } from '../schemas/monitors.ts';
import { NamedValues } from '../schemas/object-of.ts';
import { Results } from '../schemas/results.ts';
import { Task } from '../schemas/task.ts';

/**
 * The JSON Schema (draft 2020-12) of what AI Core sends: a result file, and everything else under `$defs`. Made from the
 * valibot schemas, which tell what a settled document is like; what is forgiven before (see `settleBody`) is added here.
 */
export function createJsonSchema(): JsonSchema {
  const defs = toJsonSchemaDefs(
    {
      Algorithm,
      AlgorithmVersion,
      FormatNode,
      InstantResult,
      JobId,
      Monitor,
      Monitors,
      NamedValues,
      Results,
      Task,
    },
    { typeMode: 'output', target: 'draft-2020-12', errorMode: 'ignore' },
  );
  const jobId = alias('job_id', 'reference', ref('JobId'));
  const anyResults = optionalAlias('results', 'predictions', ref('Results'));
  const task = asSent(defs.Task, ['status'], [jobId, anyResults]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Result file of COMPREDICT AI Core',
    $ref: '#/$defs/ResultFile',
    $defs: {
      ...defs,
      // Checked by a function, which no generator can read.
      Results: { type: ['object', 'array'] },
      Monitor: orEmptyList(defs.Monitor),
      Monitors: orEmptyList(defs.Monitors),
      NamedValues: orEmptyList(defs.NamedValues),
      FormatNode: asSent(
        defs.FormatNode,
        ['type'],
        [optionalAlias('input_name', 'name', { type: 'string' })],
      ),
      InstantResult: asSent(defs.InstantResult, [], [results]),
      Queued: asSent(defs.Task, [], [jobId, anyResults]),
      Task: task,
      ResultFile: {
        ...task,
        $comment: 'Where `success` is missing, @x/result-schema works it out of status and error.',
        if: { required: ['success'], properties: { success: { const: true } } },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word.
        then: results,
      },
    },
  };
}

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });
const missing: JsonSchema = { type: 'null' };
const results = alias('results', 'predictions', ref('Results'));

/** See `objectOf`, which the generator cannot read. */
function orEmptyList(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'array', maxItems: 0 }] };
}

/** One of two keys holds it; the second one counts only where the first one is missing or null. */
function alias(first: string, second: string, schema: JsonSchema): JsonSchema {
  return {
    anyOf: [
      { required: [first], properties: { [first]: schema } },
      { required: [second], properties: { [first]: missing, [second]: schema } },
    ],
  };
}

/** The same, or neither of the keys. */
function optionalAlias(first: string, second: string, schema: JsonSchema): JsonSchema {
  const neither = { properties: { [first]: missing, [second]: missing } };
  return { anyOf: [...(alias(first, second, schema).anyOf ?? []), neither] };
}

/**
 * A settled shape as AI Core may send it: a null means that a key is missing, an error may be anything, and the keys that
 * have an alias are told by their own rules.
 */
function asSent(shape: JsonSchema, required: readonly string[], aliases: readonly JsonSchema[]): JsonSchema {
  const aliased = new Set(
    aliases
      .flatMap(({ anyOf }) => anyOf ?? [])
      .flatMap((rule) => (typeof rule === 'object' ? Object.keys(rule.properties ?? {}) : [])),
  );
  const properties = Object.entries(shape.properties ?? {})
    .filter(([key]) => !aliased.has(key))
    .map(([key, schema]) => {
      if (key === 'error') return [key, {}];
      return [key, required.includes(key) ? schema : { anyOf: [schema, missing] }];
    });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: [...required],
    allOf: [...aliases],
  };
}
