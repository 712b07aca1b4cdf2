import type { FormatNode } from '@x/result-schema';

/** What an algorithm's `features_format` says of its input. */
export interface InputFormat {
  /** The columns of the features. */
  readonly columns: readonly FormatNode[];
  /** Whether there may be columns that are not listed, because the format does not list any. */
  readonly open: boolean;
  /** The parameters; undefined where the format does not speak of them. */
  readonly parameters: readonly FormatNode[] | undefined;
}

/**
 * Reads a `features_format`. Its columns are the children of its `dict` nodes (AI Core has one, named `data`) or stand at
 * the top themselves. A `dict` named `parameters` is no column: the official PHP client sends both in one document of that
 * shape (AI Core wire contract, sections 5 and 6).
 */
export function readInputFormat(format: readonly FormatNode[]): InputFormat {
  const isParameters = ({ input_name, type }: FormatNode) => input_name === 'parameters' && type === 'dict';
  const tables = format.filter((node) => !isParameters(node));
  return {
    columns: tables.flatMap((node) => (node.type === 'dict' ? node.children : [node])),
    open:
      tables.length === 0 || tables.some(({ type, children }) => type === 'dict' && children.length === 0),
    parameters: format.find(isParameters)?.children,
  };
}

/**
 * The type of one cell of a column: `numeric`, `bool`, `str`, `list`, or undefined where the format does not tell. A column
 * of type `list` is a list of its cells, whose type is that of its only child, if it has one.
 */
export function cellType({ type, children }: FormatNode): string | undefined {
  const [child, ...more] = children;
  const cell = type === 'list' ? (more.length === 0 ? child?.type : undefined) : type;
  return cell !== undefined && knownTypes.has(cell) ? cell : undefined;
}

const knownTypes: ReadonlySet<string> = new Set(['numeric', 'bool', 'str', 'list']);
