import * as v from 'valibot';
import { callable, flag, listOf, objectMessage, oneOf, only, samples, text } from './schema-parts.ts';

const description = v.optional(v.string('must be a text'));
const type = oneOf('numeric', 'bool', 'str', 'list');

const known = <T extends v.ObjectEntries>(fields: T) => only(fields, 'is not known');

/** An object with something by name. */
const byName = (value: v.GenericSchema) => v.record(v.string(), value, 'must be an object');

const standardSchema = v.custom<unknown>(
  // Those of some libraries are functions.
  (schema) =>
    typeof (schema as { '~standard'?: { validate?: unknown } } | null)?.['~standard']?.validate ===
    'function',
  'must be a Standard Schema',
);

const definition = v.object(
  {
    // `tasks` is where jobs are.
    id: v.pipe(
      text,
      v.regex(
        /^(?!graph|template|tasks$)[a-z0-9]+(-[a-z0-9]+)*$/,
        'must be a slug such as `mass-estimation` that is not `tasks` and does not begin with `graph` or `template`',
      ),
    ),
    name: text,
    description,
    versions: v.pipe(
      v.array(
        known({ version: text, changeDescription: description, sampleLimit: v.optional(samples) }),
        'must be a list',
      ),
      v.minLength(1, 'needs at least one version'),
      v.check(
        (versions) => new Set(versions.map(({ version }) => version)).size === versions.length,
        'lists a version twice',
      ),
    ),
    features: v.pipe(
      byName(
        known({
          type,
          description,
          mandatory: v.optional(v.union([flag, v.literal('fit')], 'must be true, false or fit')),
          example: v.optional(listOf(v.unknown())),
        }),
      ),
      v.check((columns) => Object.keys(columns).length > 0, 'needs at least one column'),
    ),
    output: v.pipe(
      byName(known({ type, description, example: v.optional(v.unknown()) })),
      v.check((keys) => Object.keys(keys).length > 0, 'needs at least one key'),
    ),
    parameters: v.optional(standardSchema),
    evaluations: v.optional(byName(known({ description }))),
    monitors: v.optional(
      v.array(
        v.object(
          {
            name: text,
            signal: text,
            readings: byName(v.object({ description, type: text }, objectMessage)),
            inspect: callable,
          },
          objectMessage,
        ),
        'must be a list',
      ),
    ),
    fit: v.optional(callable),
    predict: callable,
  },
  objectMessage,
);

/** What can be served: the shape of an `AlgorithmDefinition`, and what its type cannot say. */
export const algorithmSchema: v.GenericSchema = v.pipe(
  definition,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { monitors = [], output } = dataset.value;
    for (const { name, signal } of monitors)
      if (!Object.hasOwn(output, signal))
        addIssue({ message: `monitor \`${name}\` looks at \`${signal}\`, which is not in output` });
  }),
);
