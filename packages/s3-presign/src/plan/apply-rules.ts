import { checkHeaderValue } from '../check/check-header-value.ts';

/** How one option of a presigned URL becomes a query parameter, which any sender brings, or a signed header. */
export interface Rule {
  readonly to: 'query' | 'headers';
  readonly name: string;
  /** Answers the text that is signed. */
  readonly check: (value: never, option: string) => string;
}

/** Rules by the options they are for. */
export type Rules<Options> = ReadonlyMap<keyof Options & string, Rule>;

/** An option that rides in the URL. Default: its text as it is, if a header can carry it. */
export function inQuery(name: string, check: Rule['check'] = checkHeaderValue): Rule {
  return { to: 'query', name, check };
}

/** An option that is enforced by a signed header. Default as of {@link inQuery}. */
export function inHeader(name: string, check: Rule['check'] = checkHeaderValue): Rule {
  return { to: 'headers', name, check };
}

/** Carries out the rules of those options that are given. */
export function applyRules<Options extends object>(
  rules: Rules<Options>,
  options: Options,
  parts: Readonly<Record<Rule['to'], Record<string, string>>>,
): void {
  for (const option in options) {
    const value = options[option];
    const rule = rules.get(option);
    if (rule !== undefined && value !== undefined)
      // Each rule checks what it is given, so it may be given anything.
      parts[rule.to][rule.name] = rule.check(value as never, option);
  }
}
