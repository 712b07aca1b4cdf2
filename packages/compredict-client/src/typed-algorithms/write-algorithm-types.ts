import type { Algorithm, FormatNode } from '@x/result-schema';
import { latestVersion } from '../algorithms/latest-version.ts';
import { cellType, readInputFormat } from '../features/input-format.ts';
import { commentText, keyText, literalText } from './declaration-text.ts';

/**
 * The declaration that tells the compiler of an account's algorithms, by the latest version of each. The same algorithms
 * give the same text, in whatever order they come: everything is sorted, and nothing says when or where it was written.
 */
export function writeAlgorithmTypes(algorithms: readonly Algorithm[]): string {
  const entries = uniqueBy(algorithms, ({ id }) => id).flatMap((algorithm) => [
    ...commentText([algorithm.name, algorithm.description].filter(Boolean).join(': ')),
    `${literalText(algorithm.id)}: ${typeOfAlgorithm(algorithm)};`,
  ]);
  return `// Written by \`compredict-client types\` of the algorithms that an AI Core account has. Do not edit: run it again.

import type { FeatureValue } from '@x/compredict-client';

declare module '@x/compredict-client' {
${indent(`interface AlgorithmTypes ${block(entries)}`)}
}
`;
}

function typeOfAlgorithm({ versions }: Algorithm): string {
  const { features_format = [], output_format = [] } = latestVersion(versions) ?? {};
  const { columns, open, parameters } = readInputFormat(features_format);
  return block([
    `features: ${open ? 'Record<string, FeatureValue>' : objectType(columns, typeOfCell)};`,
    `parameters: ${parameters ? objectType(parameters, typeOfValue) : anyObject};`,
    `results: ${output_format.length > 0 ? objectType(output_format, typeOfValue) : anyObject};`,
  ]);
}

const anyObject = 'Readonly<Record<string, unknown>>';

/** What one cell of a feature column may hold. */
function typeOfCell(node: FormatNode): string {
  const type = cellType(node);
  return type === 'list' ? 'readonly (number | null)[]' : (scalars.get(type ?? '') ?? 'FeatureValue');
}

/** What a parameter or a result holds. A type that is not known here may be anything. */
function typeOfValue({ type, children }: FormatNode): string {
  if (type === 'dict') return children.length > 0 ? objectType(children, typeOfValue) : anyObject;
  if (type !== 'list') return scalars.get(type) ?? 'unknown';
  const [child, ...more] = children;
  return `ReadonlyArray<${child && more.length === 0 ? typeOfValue(child) : 'unknown'}>`;
}

const scalars: ReadonlyMap<string, string> = new Map([
  ['numeric', 'number'],
  ['bool', 'boolean'],
  ['str', 'string'],
]);

function objectType(nodes: readonly FormatNode[], typeOf: (node: FormatNode) => string): string {
  const fields = uniqueBy(nodes, ({ input_name }) => input_name).flatMap((node) => [
    ...commentText(node.description ?? ''),
    `${keyText(node.input_name)}${node.mandatory === false ? '?' : ''}: ${typeOf(node)};`,
  ]);
  return block(fields);
}

/** Sorted by name, since AI Core promises no order; of several with one name, the first. */
function uniqueBy<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const byName = new Map(items.toReversed().map((item) => [nameOf(item), item]));
  return Array.from(byName)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '{}' : `{\n${indent(lines.join('\n'))}\n}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
