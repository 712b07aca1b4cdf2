import type { Explanation } from '../explain/explanation.ts';
import { printable } from './printable.ts';

/** An explanation for people, the likeliest reason first. */
export function printExplanation({ code, message, requestId, reasons }: Explanation): string {
  const lines = [
    message === undefined ? code : `${code}: ${message}`,
    ...(requestId === undefined ? [] : [`  request id  ${requestId}`]),
    ...reasons.flatMap(({ kind, message: why, expected, actual }) => [
      `  ${kind}: ${why}`,
      ...(expected === undefined ? [] : [`    expected  ${expected}`]),
      ...(actual === undefined ? [] : [`    actual    ${actual}`]),
    ]),
  ];
  return lines.map(printable).join('\n');
}
