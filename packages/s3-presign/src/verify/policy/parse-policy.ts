import type { RefusalParts } from '../refusal.ts';

/** One condition of a policy, its field's name in lower case. */
export type Condition =
  | {
      readonly kind: 'eq' | 'starts-with';
      readonly field: string;
      readonly value: string;
      readonly text: string;
    }
  | {
      readonly kind: 'content-length-range';
      readonly min: number;
      readonly max: number;
      readonly text: string;
    }
  /** Well-formed JSON that S3 takes for a condition no request meets: no `$`, an unknown operator, too few parts. */
  | { readonly kind: 'never'; readonly text: string };

/** A policy document taken apart. */
export interface Policy {
  readonly expiration: Date;
  readonly conditions: readonly Condition[];
}

// With or without milliseconds, always `Z`: S3 refuses offsets and spaces (carrierwave_direct#189).
const EXPIRATION = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/**
 * Reads a policy as S3 does, or answers what S3 would.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function parsePolicy(base64: string): Policy | RefusalParts {
  const document = decodeJson(base64);
  if (!isRecord(document)) return invalid('Invalid JSON.');
  // These two names alone are case-sensitive.
  const { expiration, conditions } = document;
  if (typeof expiration !== 'string') return invalid('Policy missing expiration.');
  if (!Array.isArray(conditions)) return invalid('Policy missing conditions.');
  const end = new Date(expiration);
  if (!EXPIRATION.test(expiration) || Number.isNaN(end.getTime()))
    return invalid(`Invalid 'expiration' value: '${expiration}'`);

  const parsed: Condition[] = [];
  for (const condition of conditions) {
    const one = parseCondition(condition);
    if (typeof one === 'string') return invalid(one);
    parsed.push(one);
  }
  return { expiration: end, conditions: parsed };
}

/** A condition, or what S3 finds invalid in it. */
function parseCondition(condition: unknown): Condition | string {
  if (Array.isArray(condition)) return parseTriple(condition);
  if (!isRecord(condition)) return 'Invalid Condition: must be a list or an object.';
  const [entry, ...more] = Object.entries(condition);
  if (entry === undefined || more.length > 0)
    return 'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.';
  const [name, value] = entry;
  if (typeof value !== 'string') return 'Invalid Simple-Condition: value must be a string.';
  // S3 reports both spellings of an exact condition in the long form.
  const text = JSON.stringify(['eq', `$${name}`, value]);
  return { kind: 'eq', field: name.toLowerCase(), value, text };
}

function parseTriple(condition: readonly unknown[]): Condition | string {
  // No condition has parts of parts; those of a hostile one may be nested deeper than the stack.
  const text = JSON.stringify(condition.map((part) => (isScalar(part) ? part : '…')));
  const never: Condition = { kind: 'never', text };
  const [operator, left, right] = condition;
  if (condition.length !== 3 || typeof operator !== 'string') return never;
  const kind = operator.toLowerCase();
  if (kind === 'content-length-range') {
    const min = readBound(left);
    const max = readBound(right);
    if (min === 'float' || max === 'float') return 'Invalid JSON.';
    return min === undefined || max === undefined ? never : { kind, min, max, text };
  }
  if ((kind !== 'eq' && kind !== 'starts-with') || typeof left !== 'string' || typeof right !== 'string')
    return never;
  if (!left.startsWith('$')) return never;
  return { kind, field: left.slice(1).toLowerCase(), value: right, text };
}

/** Whole numbers, as numbers or digits; S3 takes both. */
function readBound(bound: unknown): number | 'float' | undefined {
  if (typeof bound === 'number') return Number.isInteger(bound) ? bound : 'float';
  return typeof bound === 'string' && /^\d{1,15}$/.test(bound) ? Number(bound) : undefined;
}

function decodeJson(base64: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(why: string): RefusalParts {
  return {
    code: 'InvalidPolicyDocument',
    status: 400,
    message: `Invalid Policy: ${why}`,
    culprit: { kind: 'policy' },
  };
}
