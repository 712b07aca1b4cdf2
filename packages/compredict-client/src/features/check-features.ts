import type { FormatNode } from '@x/result-schema';
import { type FeatureProblem, refuseIfAny } from './features-error.ts';
import { cellType, readInputFormat } from './input-format.ts';
import type { SchemaElement } from './parquet-schema.ts';

/** A column whose type is known: by its element of a Parquet schema, the outermost one where it is nested. */
export interface KnownColumn {
  readonly element: SchemaElement;
  /** No row has a value, so that it may pass for any type. */
  readonly empty?: boolean | undefined;
}

/**
 * Holds features against what an algorithm asks for. A type that the format does not tell, or that is not known here, is
 * left to AI Core; so are nulls.
 *
 * @throws {@link FeaturesError} with every missing, unknown and ill-typed column.
 */
export function checkFeatures(columns: readonly KnownColumn[], format: readonly FormatNode[]): void {
  const { columns: asked, open } = readInputFormat(format);
  const given = new Map(columns.map((column) => [column.element.name, column]));
  const known = new Set(asked.map(({ input_name }) => input_name));
  refuseIfAny([
    ...asked.flatMap((node) => checkColumn(node, given.get(node.input_name))),
    ...(open
      ? []
      : [...given.keys()].filter((name) => !known.has(name) && !isIndex(name)).map(unknownColumn)),
  ]);
}

/** What pandas calls its index in a Parquet file; AI Core's own clients send it along. */
const isIndex = (name: string): boolean => /^__index_level_\d+__$/.test(name);

function unknownColumn(column: string): FeatureProblem {
  const message = `Column "${column}" is not in the algorithm's features_format.`;
  return { code: 'UnknownColumn', message, column };
}

function checkColumn(node: FormatNode, given: KnownColumn | undefined): FeatureProblem[] {
  const column = node.input_name;
  if (!given) {
    if (node.mandatory !== true) return [];
    return [{ code: 'MissingColumn', message: `Column "${column}" is missing.`, column }];
  }
  const expected = cellType(node);
  const found = typeOf(given.element);
  if (given.empty || expected === undefined || found === expected) return [];
  const message = `Column "${column}": expected ${expected}, found ${found}.`;
  return [{ code: 'WrongType', message, column }];
}

/** What AI Core calls the type of a Parquet column; where it has no word, what it is. */
function typeOf({ type, converted_type, logical_type, num_children }: SchemaElement): string {
  if (converted_type === 'LIST' || logical_type?.type === 'LIST') return 'list';
  if (num_children) return 'a group';
  const name = logical_type?.type ?? converted_type ?? '';
  if (/^(UTF8|STRING|ENUM|JSON|UUID)$/.test(name)) return 'str';
  if (/^(DATE|TIME)/.test(name) || type === 'INT96') return 'a date or time';
  if (type === 'BOOLEAN') return 'bool';
  const isNumber = type !== 'BYTE_ARRAY' && type !== 'FIXED_LEN_BYTE_ARRAY';
  return isNumber || /^(DECIMAL|FLOAT16)$/.test(name) ? 'numeric' : 'bytes';
}
