import { checkHeaderValue } from '../check/check-header-value.ts';
import { refuseOption } from '../check/check-options.ts';
import { checkRecord } from '../check/check-record.ts';

/** How one option of a presigned URL becomes a query parameter, which any sender brings, or a signed header. */
export interface Rule {
  readonly to: 'query' | 'headers';
  readonly name: string;
  /** Answers the text that is signed. */
  readonly check: (value: never, option: string) => string;
}

/** Rules for all options of a method, `undefined` for those that are carried out elsewhere. */
export type Rules = ReadonlyMap<string, Rule | undefined>;

/** The rules of a method; each of its options must be there. */
export function rulesFor<Options>(rules: Readonly<Record<keyof Options & string, Rule | undefined>>): Rules {
  return new Map(Object.entries<Rule | undefined>(rules));
}

/** An option that rides in the URL. Default: its text as it is, if a header can carry it. */
export function inQuery(name: string, check: Rule['check'] = checkHeaderValue): Rule {
  return { to: 'query', name, check };
}

/** An option that is enforced by a signed header. Default as of {@link inQuery}. */
export function inHeader(name: string, check: Rule['check'] = checkHeaderValue): Rule {
  return { to: 'headers', name, check };
}

/**
 * Carries out the rules of those options that are given.
 *
 * @param method - Whose options they are, for messages.
 *
 * @throws InvalidInputError `InvalidOption` for a name that is no option of the method
 */
export function applyRules(
  rules: Rules,
  options: object,
  method: string,
  parts: Readonly<Record<Rule['to'], Record<string, string>>>,
): void {
  checkRecord(options, 'options');
  for (const option in options) {
    const value = options[option as keyof typeof options];
    if (value === undefined) continue;
    const rule = ruleFor(rules, option, method);
    // Each rule checks what it is given, so it may be given anything.
    if (rule !== undefined) parts[rule.to][rule.name] = rule.check(value, option);
  }
}

/**
 * The rule of an option; `undefined` where it is carried out elsewhere.
 *
 * @throws InvalidInputError `InvalidOption` for a name that is no option of the method
 */
export function ruleFor<One>(
  rules: ReadonlyMap<string, One | undefined>,
  option: string,
  method: string,
): One | undefined {
  return rules.has(option) ? rules.get(option) : refuseOption(option, rules.keys(), method);
}
