import { refuse } from './refuse.ts';

// Printable ASCII and tab: what every HTTP client sends unchanged (RFC 9110, section 5.5, without obs-text).
const SENDABLE = /^[\t\x20-\x7e]*$/;

/** @throws InvalidInputError `InvalidHeader` for a value that a header cannot carry, a line break above all. */
export function checkHeaderValue(value: unknown, option: string): string {
  if (typeof value === 'string' && value !== '' && SENDABLE.test(value) && value.trim() === value)
    return value;
  return refuse(
    'InvalidHeader',
    option,
    `must be a non-empty text of printable ASCII without outer spaces, since it is sent as a header`,
  );
}
