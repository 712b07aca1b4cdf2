import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';

/** One node of a version's `features_format` or `output_format`: a name, a type, and what lies below. */
export interface FormatNode {
  /** The name of the column, series or value. Empty for a nameless root. */
  readonly input_name: string;
  /** `dict`, `list`, `numeric`, `bool`, `str`, or one not known yet. */
  readonly type: string;
  readonly description?: string;
  /** Whether the input must be there. */
  readonly mandatory?: boolean;
  /** What a `dict` is made of. Empty for everything else. */
  readonly children: readonly FormatNode[];
}

/** Schema of {@link FormatNode}. Takes `name` for `input_name`; keeps unknown keys. */
export const FormatNode: v.GenericSchema<unknown, FormatNode> = v.pipe(
  v.unknown(),
  v.transform(settleFormatNode),
  v.looseObject({
    input_name: v.string(),
    type: v.string(),
    description: v.exactOptional(v.string()),
    mandatory: v.exactOptional(v.boolean()),
    children: v.array(v.lazy(() => FormatNode)),
  }),
);

function settleFormatNode(input: unknown): unknown {
  if (!isPlainObject(input)) return input;
  const node: Record<string, unknown> = {
    ...input,
    input_name: input.input_name ?? input.name ?? '',
    children: input.children ?? [],
  };
  for (const key of ['description', 'mandatory']) if (node[key] === null) delete node[key];
  return node;
}
