import type { Algorithm } from '../define-algorithm.ts';
import { refuse } from './api-error.ts';
import type { ServedAlgorithm, ServedVersion } from './catalog.ts';
import type { Form } from './read-form.ts';

const TRUE = new Set(['true', '1', 'on', 'yes']);
const FALSE = new Set(['false', '0', 'off', 'no']);

/** `True`, `true`, `1`, `on`, `yes` and their opposites; `undefined` for any other word. */
function toBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return TRUE.has(word) || (FALSE.has(word) ? false : undefined);
}

/** A boolean field. Missing and empty count as false, as for a Django REST framework field without a default. */
export function readBoolean(form: Form, name: string): boolean {
  const text = form.text(name);
  const value = text === undefined ? false : toBoolean(text);
  if (value === undefined) throw refuse(name, 'Must be a valid boolean.');
  return value;
}

/** The version asked for, else the newest. */
export function readVersion(form: Form, served: ServedAlgorithm): ServedVersion {
  const name = form.text('version');
  const version = served.versions.find((candidate) => name === undefined || candidate.version === name);
  if (version === undefined) throw refuse('version', `Version \`${name}\` does not exist!`);
  return version;
}

/** Evaluations by name, with their parameters. */
export type Evaluate = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * `evaluate` is a boolean, a JSON object of evaluation names and parameters, or the names themselves (repeated parts:
 * what the Python client makes of a list).
 */
export function readEvaluate(form: Form, { evaluations = {} }: Algorithm): Evaluate {
  const texts = form.texts('evaluate');
  const known = Object.keys(evaluations);
  const [text = 'false'] = texts;
  const all = texts.length > 1 ? undefined : toBoolean(text);
  if (all !== undefined) return all ? Object.fromEntries(known.map((name) => [name, {}])) : {};
  const asked = /^\s*(?:\{|\[\s*\]\s*$)/.test(text)
    ? parseJsonObject('evaluate', text)
    : Object.fromEntries(texts.map((name) => [name, {}]));
  for (const [name, parameters] of Object.entries(asked)) {
    if (!known.includes(name)) {
      throw refuse(
        'evaluate',
        `Evaluation \`${name}\` does not exist! There is: ${known.join(', ') || 'none'}.`,
      );
    }
    if (!isRecord(parameters))
      throw refuse('evaluate', `Evaluation \`${name}\` must be given an object of parameters!`);
  }
  return asked as Evaluate;
}

/** Is it an object with keys, not a list and not null? */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Levels of lists and objects: `JSON.stringify`, which goes down the stack, must be able to write what came. */
const DEEPEST = 1000;

/** Parses JSON; `NaN` and `Infinity`, which Python writes, are refused like any other error, never quoted. */
export function parseJson(part: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message would quote the value, which may hold a secret.
    throw refuse(part, 'Value must be valid JSON. NaN and Infinity are not.');
  }
  if (isDeep(value)) throw refuse(part, `Value must be nested no deeper than ${DEEPEST} levels.`);
  return value;
}

/** Level by level: a walk down would end where `JSON.stringify` does. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    );
  }
  return false;
}

/** {@link parseJson}, for an object: PHP writes an empty one as `[]`. */
export function parseJsonObject(part: string, text: string): Record<string, unknown> {
  const value = parseJson(part, text);
  if (Array.isArray(value) && value.length === 0) return {};
  if (!isRecord(value)) throw refuse(part, 'Value must be a JSON object.');
  return value;
}
