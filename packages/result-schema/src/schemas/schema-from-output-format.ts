import * as v from 'valibot';
import type { FormatNode } from './format-node.ts';
import { objectOf } from './object-of.ts';
import { Results } from './results.ts';

/**
 * A schema of `results`, made at run time from the `output_format` that AI Core states for a version of an algorithm: give it
 * to {@link createResultSchema}, or to whatever takes a Standard Schema.
 *
 * - What is `mandatory` must be there; everything else may be missing or null.
 * - `dict` is an object with its children, `list` a list, `numeric` a finite number, `bool` a boolean, `str` a text. A type
 *   not known yet may be anything.
 * - What a list holds is not stated by the format, and not checked; keys that the format does not name are kept.
 * - A format without nodes states nothing. A single root without a name stands for the results themselves.
 *
 * @example
 * ```ts
 * const { output_format } = await aiCore.getAlgorithmVersion('axle-load', '1.2.0');
 * const schema = createResultSchema({ results: schemaFromOutputFormat(output_format) });
 * const result = parseResult(text, { schema });
 * ```
 */
export function schemaFromOutputFormat(
  outputFormat: readonly FormatNode[],
): v.GenericSchema<unknown, Results> {
  const [root] = outputFormat;
  if (root === undefined) return Results;
  const isNameless = outputFormat.length === 1 && root.input_name === '';
  const shape = isNameless ? shapeOf(root) : membersOf(outputFormat);
  return v.pipe(Results, shape as v.GenericSchema<Results, Results>);
}

type Shape = v.GenericSchema<unknown, unknown>;

function shapeOf({ type, children }: FormatNode): Shape {
  switch (type) {
    case 'dict':
      return membersOf(children);
    case 'list':
      return v.custom(Array.isArray, 'Expected a list');
    case 'numeric':
      return v.pipe(v.number(), v.finite());
    case 'bool':
      return v.boolean();
    case 'str':
      return v.string();
    default:
      return v.unknown();
  }
}

function membersOf(nodes: readonly FormatNode[]): Shape {
  const entries = nodes.map((node): [string, Shape] => [
    node.input_name,
    node.mandatory === true ? shapeOf(node) : v.nullish(shapeOf(node)),
  ]);
  return objectOf(v.looseObject(Object.fromEntries(entries)));
}
