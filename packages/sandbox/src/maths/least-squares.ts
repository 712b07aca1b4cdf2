import { Matrix, QrDecomposition, solve } from 'ml-matrix';
import { AlgorithmError } from '../algorithm-error.ts';
import { mean } from './mean.ts';
import { studentT } from './student-t.ts';

/** Named columns of equal length. */
export type Columns = Readonly<Record<string, readonly number[]>>;

/** A linear model fitted by ordinary least squares with intercept. */
export interface LinearModel {
  readonly intercept: number;
  /** By column name, in the units of the target per unit of the column. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** Standard deviation of the residuals, in the unit of the target. */
  readonly residualDeviation: number;
  readonly degreesOfFreedom: number;
  /** Rows it was fitted on. */
  readonly rows: number;
  /** Coefficient of determination on those rows. */
  readonly r2: number;
  readonly columns: readonly StandardisedColumn[];
  /** R of the QR decomposition of the standardised columns: leverage comes from it. */
  readonly triangle: readonly (readonly number[])[];
}

interface StandardisedColumn {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** A prediction and the interval that holds a new observation with the confidence asked for. */
export interface Prediction {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Below this share of a column's length left after the others, it counts as collinear: the tolerance of R's `lm`. */
const COLLINEAR = 1e-7;

/**
 * Fits `target` on `columns` by ordinary least squares with intercept.
 *
 * The columns are centred and scaled first, so that a QR decomposition stays exact where the normal equations lose
 * all digits: see the Longley data in the test.
 *
 * @throws {AlgorithmError} fewer rows than columns + 2, a constant column or target, collinear columns.
 */
export function fitLeastSquares(
  columns: Columns,
  target: { name: string; values: readonly number[] },
): LinearModel {
  const names = Object.keys(columns);
  const rows = target.values.length;
  const degreesOfFreedom = rows - names.length - 1;
  if (degreesOfFreedom < 1) {
    throw new AlgorithmError(`Training needs at least ${names.length + 2} samples, but there are ${rows}.`);
  }
  const standardised = names.map((name) => standardise(name, columns[name] ?? []));
  const center = standardise(target.name, target.values);

  const design = new Matrix(rows, names.length);
  for (const [index, { name, mean, deviation }] of standardised.entries()) {
    design.setColumn(
      index,
      (columns[name] ?? []).map((value) => (value - mean) / deviation),
    );
  }
  const qr = new QrDecomposition(design);
  const triangle = qr.upperTriangularMatrix;
  const length = Math.sqrt(rows - 1);
  for (const [index, name] of names.entries()) {
    if (Math.abs(triangle.get(index, index)) < COLLINEAR * length) {
      throw new AlgorithmError(
        `Input name: \`${name}\` is a linear combination of other columns. Remove it or send data in which it varies on its own.`,
      );
    }
  }
  const centred = Matrix.columnVector(target.values.map((value) => value - center.mean));
  const slopes = qr.solve(centred);
  const residuals = Matrix.sub(centred, design.mmul(slopes));
  const residualSquares = residuals.dot(residuals);
  const slope = (index: number, { deviation }: StandardisedColumn): number =>
    slopes.get(index, 0) / deviation;
  return {
    intercept: standardised.reduce(
      (rest, column, index) => rest - slope(index, column) * column.mean,
      center.mean,
    ),
    coefficients: Object.fromEntries(
      standardised.map((column, index) => [column.name, slope(index, column)]),
    ),
    residualDeviation: Math.sqrt(residualSquares / degreesOfFreedom),
    degreesOfFreedom,
    rows,
    r2: 1 - residualSquares / centred.dot(centred),
    columns: standardised,
    triangle: triangle.to2DArray(),
  };
}

/**
 * Predicts one value per row, each with its prediction interval
 * `ŷ ± t · s · √(1 + 1/n + leverage)`.
 *
 * @param confidence - Share of new observations inside the interval; between 0 and 1, both excluded.
 */
export function predictLinear(model: LinearModel, columns: Columns, confidence: number): Prediction[] {
  const rows = columns[model.columns[0]?.name ?? '']?.length ?? 0;
  if (rows === 0) return [];
  const scores = new Matrix(model.columns.length, rows);
  for (const [index, { name, mean, deviation }] of model.columns.entries()) {
    scores.setRow(
      index,
      (columns[name] ?? []).map((value) => (value - mean) / deviation),
    );
  }
  // (Z'Z)⁻¹ = R⁻¹R⁻ᵀ, so z'(Z'Z)⁻¹z is the squared length of R⁻ᵀz: no inverse of Z'Z is ever formed.
  const leverages = solve(new Matrix(model.triangle.map((row) => [...row])).transpose(), scores);
  const t = studentT(confidence, model.degreesOfFreedom);
  return Array.from({ length: rows }, (_, row) => {
    const value = model.columns.reduce(
      (sum, { name }) => sum + (model.coefficients[name] ?? 0) * (columns[name]?.[row] ?? 0),
      model.intercept,
    );
    const leverage = leverages.getColumn(row).reduce((sum, part) => sum + part ** 2, 0);
    const margin = t * model.residualDeviation * Math.sqrt(1 + 1 / model.rows + leverage);
    return { value, lower: value - margin, upper: value + margin };
  });
}

function standardise(name: string, values: readonly number[]): StandardisedColumn {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  // Not `deviation === 0`: the mean of equal floats need not equal them.
  if (values.every((value) => value === values[0])) {
    throw new AlgorithmError(
      `Input name: \`${name}\` is constant. Training needs at least two different values.`,
    );
  }
  return { name, mean: center, deviation: Math.sqrt(squares / (values.length - 1)) };
}
