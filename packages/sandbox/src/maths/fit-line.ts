import { mean } from './mean.ts';
import { studentT } from './student-t.ts';

/** A straight line fitted by ordinary least squares. */
export interface Line {
  readonly slope: number;
  readonly at: (x: number) => number;
  /**
   * Where the line reaches a level, with the ends of the interval in which a new observation there would lie
   * (inverse prediction). An end is undefined where the data do not bound it.
   */
  readonly reaches: (
    level: number,
    confidence: number,
  ) => { x: number; lower: number | undefined; upper: number | undefined } | undefined;
}

/** Fits a line through at least 3 points whose `x` differ. */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const points = x.map((value, index) => ({ x: value, y: y[index] ?? Number.NaN }));
  const [centerX, centerY] = [mean(x), mean(y)];
  const spread = points.reduce((sum, point) => sum + (point.x - centerX) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - centerX) * (point.y - centerY), 0) / spread;
  const at = (value: number): number => centerY + slope * (value - centerX);
  const degreesOfFreedom = x.length - 2;
  const variance = points.reduce((sum, point) => sum + (point.y - at(point.x)) ** 2, 0) / degreesOfFreedom;

  return {
    slope,
    at,
    reaches(level, confidence) {
      if (!(slope > 0)) return undefined;
      // The interval of a new observation touches the level where (d - slope·u)² = t²s²(1 + 1/n + u²/Sxx), with
      // u = x - x̄ and d = level - ȳ: a quadratic in u whose roots are the ends.
      const d = level - centerY;
      const margin = studentT(confidence, degreesOfFreedom) ** 2 * variance;
      const a = slope ** 2 - margin / spread;
      const c = d ** 2 - margin * (1 + 1 / x.length);
      const root = Math.sqrt(Math.max(0, (slope * d) ** 2 - a * c));
      const bounded = a > 0;
      return {
        x: centerX + d / slope,
        lower: bounded ? centerX + (slope * d - root) / a : undefined,
        upper: bounded ? centerX + (slope * d + root) / a : undefined,
      };
    },
  };
}
