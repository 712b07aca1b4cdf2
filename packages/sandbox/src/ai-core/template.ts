import type { ValueType } from '../columns.ts';
import type { Algorithm } from '../define-algorithm.ts';

/** Which document a template or graph shows. */
export type TemplateType = 'input' | 'output' | 'parameters';

const CELLS = {
  numeric: [1, 2, 3],
  bool: [true, false, true],
  str: ['a', 'b', 'c'],
  list: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
} as const satisfies Record<ValueType, readonly unknown[]>;

const OUTPUTS = {
  numeric: 1,
  bool: true,
  str: 'a',
  list: [1, 2, 3],
} as const satisfies Record<ValueType, unknown>;

/** An example of what an algorithm takes or gives: features by column, results by key, or its default parameters. */
export async function templateOf(algorithm: Algorithm, type: TemplateType): Promise<Record<string, unknown>> {
  if (type === 'parameters') {
    const completed = await algorithm.parameters?.['~standard'].validate({});
    // Parameters without defaults have no example to give.
    return completed === undefined || completed.issues ? {} : (completed.value as Record<string, unknown>);
  }
  const [columns, examples] = type === 'input' ? [algorithm.features, CELLS] : [algorithm.output, OUTPUTS];
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.example ?? examples[column.type]]),
  );
}
