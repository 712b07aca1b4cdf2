import Table from 'cli-table3';
import type { Car } from './cars.ts';
import type { Collected } from './collect.ts';
import type { Metrics } from './metrics.ts';

/** Rows of the table of cars. */
const SHOWN = 12;

const pounds = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toLocaleString('en');

/** A table of cars with their true weight and what was predicted. */
export function carTable(cars: readonly Car[], { estimate }: Collected): string {
  const table = new Table({
    head: ['car', 'true weight, lb', 'predicted, lb', '95 % interval, lb'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const [at, car] of cars.slice(0, SHOWN).entries())
    table.push([
      car.Name,
      pounds(car.Weight_in_lbs),
      pounds(estimate.predictions[at]),
      `${pounds(estimate.lower_bound[at])} to ${pounds(estimate.upper_bound[at])}`,
    ]);
  const more = cars.length - SHOWN;
  return more > 0 ? `${table.toString()}\n… and ${more} more cars` : table.toString();
}

/** One line of how good the predictions are. */
export function metricsLine({ rows, mae, r2 }: Metrics): string {
  return `${rows} cars held back · mean absolute error ${pounds(mae)} lb · R² ${r2.toFixed(3)}`;
}

/** What AI Core itself says of its accuracy, where it says something. */
export function evaluationLine({ evaluations }: Collected): string {
  const said = Object.entries(evaluations ?? {}).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${value.toFixed(3)}` : `${name} ${JSON.stringify(value)}`,
  );
  return `AI Core's own evaluation: ${said.join(' · ') || 'none'}`;
}

/** Where the objects lie, with what S3 keeps about them. */
export function deliveryTable(deliveries: readonly Collected[]): string {
  const table = new Table({
    head: ['delivered by', 'object', 'bytes', 'content type', 'metadata'],
    style: { head: [], border: [], compact: true },
  });
  for (const { mode, bucket, key, bytes, contentType, metadata } of deliveries)
    table.push([
      mode === 'put' ? 'presigned URL' : 'presigned POST',
      `s3://${bucket}/${key}`,
      bytes,
      contentType,
      Object.entries(metadata)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    ]);
  return table.toString();
}
