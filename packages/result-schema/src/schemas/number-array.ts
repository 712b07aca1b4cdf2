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
    v.custom<number[]>(Array.isArray, 'Expected a list of numbers'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const list: readonly unknown[] = dataset.value;
      for (let index = 0; index < list.length; index++) {
        // JSON has no NaN, but 1e999 reads as Infinity.
        if (Number.isFinite(list[index])) continue;
        const path = { type: 'array', origin: 'value', input: [], key: index, value: undefined } as const;
        addIssue({ expected: 'finite number', message: 'Expected a finite number', path: [path] });
        return;
      }
    }),
  );
}
