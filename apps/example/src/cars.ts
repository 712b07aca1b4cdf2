import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

/** One car of the Auto MPG data with nothing missing: what the algorithm learns from, and its true weight. */
export interface Car {
  readonly Name: string;
  readonly Miles_per_Gallon: number;
  readonly Cylinders: number;
  readonly Displacement: number;
  readonly Horsepower: number;
  readonly Acceleration: number;
  /** Pounds. */
  readonly Weight_in_lbs: number;
}

/** The columns that `mass-estimation` computes the weight from. */
export const FEATURES = [
  'Miles_per_Gallon',
  'Cylinders',
  'Displacement',
  'Horsepower',
  'Acceleration',
] as const;

const Rows = v.array(
  v.object({
    Name: v.string(),
    Miles_per_Gallon: v.nullable(v.number()),
    Cylinders: v.number(),
    Displacement: v.number(),
    Horsepower: v.nullable(v.number()),
    Acceleration: v.number(),
    Weight_in_lbs: v.number(),
  }),
);

/** The cars, cleaned and split. */
export interface Cars {
  readonly training: readonly Car[];
  readonly heldBack: readonly Car[];
  /** How many rows were left out, by the column whose value they lack; a row may lack two. */
  readonly missing: Readonly<Record<string, number>>;
  readonly dropped: number;
}

/** Reads the Auto MPG data as installed with `vega-datasets`, drops rows with missing values, holds back every fifth. */
export async function loadCars(): Promise<Cars> {
  const file = new URL('../data/cars.json', import.meta.resolve('vega-datasets'));
  const rows = v.parse(Rows, JSON.parse(await readFile(file, 'utf8')));
  const complete = rows.filter(isComplete);
  const missing: Record<string, number> = {};
  for (const row of rows)
    for (const [column, value] of Object.entries(row))
      if (value === null) missing[column] = (missing[column] ?? 0) + 1;
  return {
    training: complete.filter((_, at) => at % 5 !== 0),
    heldBack: complete.filter((_, at) => at % 5 === 0),
    missing,
    dropped: rows.length - complete.length,
  };
}

function isComplete(row: v.InferOutput<typeof Rows>[number]): row is Car {
  return Object.values(row).every((value) => value !== null);
}

/** The cars as AI Core takes them: one list a column. The true weight goes along, to learn from or to be judged by. */
export function toColumns(cars: readonly Car[]): Record<string, number[]> {
  return Object.fromEntries(
    [...FEATURES, 'Weight_in_lbs' as const].map((column) => [column, cars.map((car) => car[column])]),
  );
}
