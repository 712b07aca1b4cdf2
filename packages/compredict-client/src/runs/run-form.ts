import { type ByteSource, multipart } from '@x/http';
import { InvalidArgumentError } from '../errors/input-errors.ts';
import { findNonJson } from '../find-non-json.ts';
import type { Form } from '../http/form.ts';

/** What goes into the form of a predict or fit. Undefined fields are left away. */
export interface RunForm {
  /** Text fields, in the order in which the official clients send them. */
  readonly fields: readonly (readonly [name: string, value: string | undefined])[];
  readonly features: Blob | ByteSource;
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
  readonly compression: string | undefined;
}

/**
 * The multipart form of a run: text fields first, then the files, under the names that AI Core knows.
 *
 * Source: AI Core wire contract, section 5.
 *
 * @throws {@link InvalidArgumentError} when the parameters are not JSON, or cannot be compressed as asked.
 */
export async function runForm({ fields, features, parameters, compression }: RunForm): Promise<Form> {
  const file = await parametersFile(parameters, compression);
  const texts = fields.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const part = (name: string, fileName: string, content: Blob | ByteSource) => ({
    ...{ name, fileName, file: content },
    type: content.type,
  });
  return multipart([
    ...texts,
    part('features', `features.${extensions[features.type] ?? 'parquet'}`, features),
    ...(file ? [part('parameters', 'parameters.json', file)] : []),
  ]);
}

/** How a file of another type than Parquet is called. API v1 only. */
const extensions: Readonly<Record<string, string>> = { 'application/json': 'json', 'text/csv': 'csv' };

/**
 * A boolean as AI Core's own clients spell it.
 *
 * @throws {@link InvalidArgumentError} for anything else: the text `'False'` would count as true.
 */
export function flag(argument: string, value: boolean): 'True' | 'False' {
  if (typeof value !== 'boolean') {
    throw new InvalidArgumentError(argument, `\`${argument}\` must be true or false.`);
  }
  return value ? 'True' : 'False';
}

/**
 * A value as JSON text.
 *
 * @throws {@link InvalidArgumentError} where JSON would change it: NaN would become null.
 */
export function jsonText(argument: string, value: unknown): string {
  const problem = findNonJson(value);
  if (!problem) return JSON.stringify(value);
  const at = [argument, problem.path].filter(Boolean).join('.');
  throw new InvalidArgumentError(at, `\`${at}\` is ${problem.found}, not JSON.`);
}

/**
 * Refuses parameters that are no object. One without properties counts as none; a Date or a Map has none either.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkParameters(parameters: unknown): void {
  if (parameters === undefined) return;
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new InvalidArgumentError('parameters', '`parameters` must be an object.');
  }
  if (Object.keys(parameters).length === 0) jsonText('parameters', parameters);
}

/** The parameters as a file; none when there are none. What is called `compression` applies to it too. */
async function parametersFile(
  parameters: RunForm['parameters'],
  compression: string | undefined,
): Promise<Blob | undefined> {
  if (parameters === undefined || Object.keys(parameters).length === 0) return undefined;
  const type = 'application/json';
  const plain = new Blob([jsonText('parameters', parameters)], { type });
  if (compression === undefined) return plain;
  if (compression !== 'gzip') {
    throw new InvalidArgumentError('compression', 'With `parameters`, `compression` can only be `gzip`.');
  }
  const packed = plain.stream().pipeThrough(new CompressionStream('gzip'));
  return new Blob([await new Response(packed).arrayBuffer()], { type });
}
