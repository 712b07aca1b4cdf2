import type { Culprit } from '@x/s3-presign/verify';

/** A policy as Ceph RGW reads it. */
export interface CephPolicy {
  readonly expiration: Date;
  /** Fewest and most bytes that a file may have. */
  readonly least: number;
  readonly most: number;
  /**
   * What of it a form does not meet, in RGW's words.
   *
   * @param fields - Names in lower case, among them `bucket`.
   */
  check(fields: ReadonlyMap<string, string>): { message: string; culprit: Culprit } | undefined;
}

/** A policy that RGW cannot read. */
export class CephPolicyError extends Error {
  override readonly name = 'CephPolicyError';
}

interface Condition {
  readonly text: string;
  /** Fields that it covers. */
  readonly covers: readonly string[];
  isMet(fields: ReadonlyMap<string, string>): boolean;
}

// With or without T, second digits, fractions and Z, but never with an offset.
const EXPIRATION = /^\s*(\d{4})-(\d\d?)-(\d\d?)(?:T|\s+)(\d\d?):(\d\d?):(\d\d?)(?:\.\d+Z|Z)?$/;

/** Fields that need no condition. RGW stops reading fields at the file, and so knows of none behind it. */
const UNCOVERED = ['policy', 'x-amz-signature'];

/**
 * Reads a policy as Ceph RGW does, which is not as S3 does in all of these, seen at Ceph RGW 16.2.15:
 *
 * - In conditions of three parts a field that is absent is an empty text, both sides may be a `$field`, and a text
 *   without `$` is itself.
 * - `Content-Type` is one text, not a list at its commas; `starts-with` may be about any field.
 * - Numbers, `true`, `false` and `null` are their text; of several properties in one condition the first by name counts.
 * - An unknown operator, too few parts and a size that is none make the whole policy unreadable.
 *
 * @throws CephPolicyError when it cannot be read.
 */
export function readCephPolicy(base64: string): CephPolicy {
  const document = parseJson(Buffer.from(base64, 'base64').toString());
  const { expiration, conditions } = isRecord(document) ? document : {};
  if (expiration === undefined) throw new CephPolicyError('Policy missing expiration');
  const end = readTime(textOf(expiration));
  if (!Array.isArray(conditions)) throw new CephPolicyError('Policy missing conditions');

  const all: Condition[] = [];
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      all.push(exactly(condition));
      continue;
    }
    const [operator = '', left = '', right = ''] = condition.map(textOf);
    if (condition.length !== 3) throw new CephPolicyError('Bad condition array, expecting 3 arguments');
    if (operator.toLowerCase() === 'content-length-range') {
      least = Math.max(least, readSize(left));
      most = Math.min(most, readSize(right));
    } else all.push(compared(operator.toLowerCase(), left, right));
  }
  return { expiration: end, least, most, check: (fields) => check(all, fields) };
}

function check(conditions: readonly Condition[], fields: ReadonlyMap<string, string>) {
  const failed = conditions.find((condition) => !condition.isMet(fields));
  if (failed !== undefined)
    return {
      message: `Policy condition failed: ${failed.text}`,
      culprit: { kind: 'condition', name: failed.text },
    } as const;
  const covered = new Set([...UNCOVERED, ...conditions.flatMap(({ covers }) => covers)]);
  const extra = [...fields.keys()].find((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (extra === undefined) return undefined;
  const culprit = { kind: extra === 'bucket' ? 'policy' : 'field', name: extra } as const;
  return { message: `Policy missing condition: ${extra}`, culprit };
}

/** `{ field: value }`: the field must be there. */
function exactly(condition: unknown): Condition {
  const [first] = isRecord(condition) ? Object.entries(condition).sort(byName) : [];
  if (first === undefined) throw new CephPolicyError('Failed to parse policy');
  const field = first[0].toLowerCase();
  const value = textOf(first[1]);
  return {
    text: JSON.stringify(['eq', `$${first[0]}`, value]),
    covers: [field],
    isMet: (fields) => fields.get(field) === value,
  };
}

/** `[operator, left, right]`: each side a text, or a `$field`. */
function compared(operator: string, left: string, right: string): Condition {
  if (operator !== 'eq' && operator !== 'starts-with')
    throw new CephPolicyError(`Invalid condition: ${operator}`);
  const names = [left, right].filter((side) => side.startsWith('$'));
  return {
    text: JSON.stringify([operator, left, right]),
    covers: names.map((name) => name.slice(1).toLowerCase()),
    isMet(fields) {
      const read = (side: string) =>
        side.startsWith('$') ? (fields.get(side.slice(1).toLowerCase()) ?? '') : side;
      return operator === 'eq' ? read(left) === read(right) : read(left).startsWith(read(right));
    },
  };
}

function readTime(text: string): Date {
  const [, year = 0, month = 0, day = 0, hour = 24, minute = 60, second = 61] =
    EXPIRATION.exec(text)?.map(Number) ?? [];
  const isTime =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61;
  if (!isTime) throw new CephPolicyError('Failed to parse policy expiration');
  // The 31st of a shorter month is the 1st of the next.
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** No text at all is 0. */
function readSize(text: string): number {
  if (!/^$|^\s*[-+]?\d{1,15}$/.test(text)) throw new CephPolicyError('Bad content-length-range param');
  return Number(text);
}

/** The text that RGW's JSON library makes of a value. */
function textOf(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toPrecision(17);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CephPolicyError('Malformed JSON');
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
