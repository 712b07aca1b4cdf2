import type { Monitor } from '../monitor.ts';

/** The values a signal is expected to stay within, both ends included. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Counts the values of a result that lie outside a range; one such value raises the alarm.
 *
 * @param signal - The result key to look at.
 * @param rangeOf - The range, from the model of the version that ran.
 */
export function rangeMonitor(signal: string, rangeOf: (model: unknown) => Range): Monitor {
  return {
    name: 'Range',
    signal,
    readings: {
      n_maximum: { description: 'Number of values above the range', type: 'numeric' },
      n_minimum: { description: 'Number of values below the range', type: 'numeric' },
    },
    inspect({ results, model }) {
      const { minimum, maximum } = rangeOf(model);
      const values = results[signal];
      if (!Array.isArray(values)) throw new TypeError(`\`${signal}\` is not a list of numbers.`);
      const above = values.filter((value) => value > maximum).length;
      const below = values.filter((value) => value < minimum).length;
      return { isAlarmed: above + below > 0, readings: { n_maximum: above, n_minimum: below } };
    },
  };
}
