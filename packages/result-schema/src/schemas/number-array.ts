import * as v from 'valibot';

/**
 * Schema of a list of finite numbers, for series of millions: one plain loop, where a general `array(number())` runs a
 * pipeline for every item. Reports the first bad item.
 *
 * @example
 * ```ts
 * v.parse(numberArray(), [0.91, 0.93]); //=> [0.91, 0.93], the very same array
 * ```
 */
export function numberArray(): v.GenericSchema<unknown, number[]> {
  return v.pipe(
    NumberList,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const list: readonly unknown[] = dataset.value;
      for (let index = 0; index < list.length; index++) {
        // JSON has no NaN, but 1e999 reads as Infinity.
        if (Number.isFinite(list[index])) continue;
        addIssue(issueAt(index, 'finite number'));
        return;
      }
    }),
  );
}

/**
 * The same as {@link numberArray}, for series that go on to mathematics or the graphics card: 8 bytes a number, NaN where
 * the file says null.
 *
 * @example
 * ```ts
 * v.parse(float64Array(), [0.91, null]); //=> Float64Array [0.91, NaN]
 * ```
 */
export function float64Array(): v.GenericSchema<unknown, Float64Array<ArrayBuffer>> {
  return v.pipe(
    NumberList,
    v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array<ArrayBuffer> => {
      const list: readonly unknown[] = dataset.value;
      const values = new Float64Array(list.length);
      for (let index = 0; index < list.length; index++) {
        const item = list[index];
        if (Number.isFinite(item)) values[index] = item as number;
        else if (item === null) values[index] = Number.NaN;
        else {
          addIssue(issueAt(index, 'finite number or null'));
          return NEVER;
        }
      }
      return values;
    }),
  );
}

const NumberList = v.custom<number[]>(Array.isArray, 'Expected a list of numbers');

function issueAt(key: number, expected: string) {
  const path = { type: 'array', origin: 'value', input: [], key, value: undefined } as const;
  return { expected, message: `Expected a ${expected}`, path: [path] as [typeof path] };
}
