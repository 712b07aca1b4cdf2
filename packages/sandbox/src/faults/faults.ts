import { createHash } from 'node:crypto';
import { checkFaultRule } from './check-fault-rule.ts';
import type { CallbackFault, FaultRule, RequestFault } from './fault-rule.ts';

/** A fault that struck. */
export interface InjectedFault {
  readonly on: 'ai-core' | 's3' | 'callback';
  readonly kind: (RequestFault | CallbackFault)['kind'];
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly at: Date;
}

/** The faults of a sandbox: rules that can be added and dropped while it runs. */
export interface SandboxFaults {
  /**
   * Adds rules, after those that are there. Each counts requests from now on.
   *
   * @returns a function that drops them again.
   * @throws {SandboxOptionError} a rule that is none.
   */
  add(...rules: readonly FaultRule[]): () => void;
  /** Drops every rule. */
  clear(): void;
  /** The rules in force. */
  readonly rules: readonly FaultRule[];
  /** Every fault that struck, in order. */
  readonly injected: readonly InjectedFault[];
}

/** What a rule is asked about: a request, or a callback about to be sent. */
export interface Occasion {
  readonly method: string;
  /** Without query. */
  readonly path: string;
}

interface Watch {
  readonly rule: FaultRule;
  readonly index: number;
  seen: number;
  struck: number;
}

/** Keeps the rules and says what strikes. */
export class Faults implements SandboxFaults {
  readonly injected: InjectedFault[] = [];
  readonly #seed: number;
  readonly #now: () => Date;
  #watches: Watch[] = [];
  #added = 0;

  constructor(seed: number, now: () => Date) {
    this.#seed = seed;
    this.#now = now;
  }

  /** Whether nothing can strike. */
  get isEmpty(): boolean {
    return this.#watches.length === 0;
  }

  get rules(): readonly FaultRule[] {
    return this.#watches.map(({ rule }) => rule);
  }

  add(...rules: readonly FaultRule[]): () => void {
    const watches = rules.map((rule) => ({ rule: checkFaultRule(rule, this.#now()), seen: 0, struck: 0 }));
    const added = watches.map((watch): Watch => ({ ...watch, index: this.#added++ }));
    this.#watches.push(...added);
    return () => {
      this.#watches = this.#watches.filter((watch) => !added.includes(watch));
    };
  }

  clear(): void {
    this.#watches = [];
  }

  /** The faults that a request meets. */
  forRequest(on: 'ai-core' | 's3', occasion: Occasion): RequestFault[] {
    return this.#strike(on, occasion) as RequestFault[];
  }

  /** The faults that a callback meets. */
  forCallback(occasion: Occasion): CallbackFault[] {
    return this.#strike('callback', occasion) as CallbackFault[];
  }

  #strike(on: InjectedFault['on'], occasion: Occasion): FaultRule['fault'][] {
    let over = false;
    const striking = this.#watches.filter((watch) => {
      if (!matches(watch.rule, on, occasion)) return false;
      const strikes = this.#strikes(watch, over);
      over ||= strikes && endsAll(watch.rule.fault);
      return strikes;
    });
    for (const { rule } of striking) {
      this.injected.push({ on, kind: rule.fault.kind, ...occasion, at: this.#now() });
    }
    return striking.map(({ rule }) => rule.fault);
  }

  /** @param over - Whether a rule before it leaves nothing to strike. */
  #strikes(watch: Watch, over: boolean): boolean {
    const { nth, times = Number.POSITIVE_INFINITY, probability = 1 } = watch.rule;
    watch.seen += 1;
    if (over || watch.struck >= times) return false;
    if (nth !== undefined && ![nth].flat().includes(watch.seen)) return false;
    if (draw(this.#seed, watch.index, watch.seen) >= probability) return false;
    watch.struck += 1;
    return true;
  }
}

/** Does nothing come after it? */
function endsAll(fault: FaultRule['fault']): boolean {
  return fault.kind === 'reset'
    ? fault.when !== 'after'
    : fault.kind === 'throttled' || fault.kind === 'server-error' || fault.kind === 'lost';
}

function matches(
  { on, method, path, fault }: FaultRule,
  where: InjectedFault['on'],
  occasion: Occasion,
): boolean {
  if (on === undefined ? where === 'callback' : on !== where) return false;
  if (fault.kind === 'tokens-expire' && where === 's3') return false;
  if (method !== undefined && method.toUpperCase() !== occasion.method) return false;
  return path === undefined || pattern(path).test(occasion.path);
}

/** `*` stands for anything; all else, and a slash at the end more or less, for itself. */
const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('*')
      .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}/?$`,
  );

/**
 * A number from 0 up to 1 that depends on nothing but the seed, the rule and how many requests it has seen: what else
 * happens meanwhile, and in which order, does not change it.
 */
function draw(seed: number, rule: number, seen: number): number {
  const digest = createHash('sha256').update(`${seed} ${rule} ${seen}`).digest();
  return digest.readUInt32BE() / 2 ** 32;
}
