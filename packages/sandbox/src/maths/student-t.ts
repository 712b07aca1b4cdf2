import jStat from 'jstat';

/**
 * The factor of a two-sided interval: the t below which `(1 + confidence) / 2` of a Student t distribution lies.
 *
 * Exact to about 8 digits.
 *
 * @param confidence - Between 0 and 1, both excluded.
 * @param degreesOfFreedom - At least 1.
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv((1 + confidence) / 2, degreesOfFreedom);
}
