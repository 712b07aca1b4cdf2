import * as v from 'valibot';
import { milliseconds } from '../clock.ts';
import { SandboxOptionError } from '../sandbox-option-error.ts';
import { whole } from '../schema-parts.ts';
import type { FaultRule } from './fault-rule.ts';

const requestFaults = [
  v.strictObject({
    kind: v.literal('throttled'),
    afterSeconds: v.exactOptional(whole(0)),
    saidBy: v.exactOptional(v.picklist(['sentence', 'header', 'both'])),
  }),
  v.strictObject({
    kind: v.literal('server-error'),
    page: v.exactOptional(v.picklist(['django', 'proxy', 'json', 'flag', 'empty'])),
    status: v.exactOptional(whole(500, 599)),
  }),
  v.strictObject({ kind: v.literal('latency'), ms: whole(0) }),
  v.strictObject({ kind: v.literal('reset'), when: v.exactOptional(v.picklist(['before', 'after'])) }),
  v.strictObject({ kind: v.literal('truncated'), bytes: v.exactOptional(whole(0)) }),
  v.strictObject({
    kind: v.literal('wrong-content-type'),
    contentType: v.exactOptional(v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/))),
  }),
  v.strictObject({ kind: v.literal('tokens-expire') }),
  v.strictObject({ kind: v.literal('clock-skew'), by: v.union([v.string(), v.number()]) }),
] as const;

const callbackFaults = [
  v.strictObject({ kind: v.literal('lost') }),
  v.strictObject({ kind: v.literal('late'), ms: whole(0) }),
  v.strictObject({ kind: v.literal('doubled') }),
] as const;

const match = {
  method: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  path: v.exactOptional(v.pipe(v.string(), v.regex(/^[/*]/, 'must begin with / or *'))),
  nth: v.exactOptional(v.union([whole(1), v.array(whole(1))])),
  times: v.exactOptional(whole(1)),
  probability: v.exactOptional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
};

const callbackRule = v.strictObject({
  ...match,
  on: v.literal('callback'),
  fault: v.variant('kind', callbackFaults),
});
const requestRule = v.strictObject({
  ...match,
  on: v.exactOptional(v.picklist(['ai-core', 's3'])),
  fault: v.variant('kind', requestFaults),
});

/**
 * Checks a rule that came from a program or over HTTP.
 *
 * @param now - What time it is.
 * @throws {SandboxOptionError} a field that is unknown, missing or out of range.
 */
export function checkFaultRule(rule: unknown, now: Date): FaultRule {
  const ofCallback = typeof rule === 'object' && rule !== null && 'on' in rule && rule.on === 'callback';
  const checked = v.safeParse(ofCallback ? callbackRule : requestRule, rule);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw new SandboxOptionError(`faults: ${v.getDotPath(issue) ?? 'rule'}`, `is refused: ${issue.message}.`);
  }
  const { on, fault } = checked.output;
  if (on === 's3' && fault.kind === 'tokens-expire')
    throw new SandboxOptionError('faults: fault.kind', 'is refused: S3 knows no tokens.');
  if (fault.kind === 'clock-skew') milliseconds(fault.by, now, 'faults: fault.by');
  return checked.output;
}
