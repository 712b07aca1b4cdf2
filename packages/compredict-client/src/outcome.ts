import { type AiCoreError, isAiCoreError } from './errors/ai-core-error.ts';

/** What a method answers when errors are not thrown. */
export type Outcome<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: AiCoreError };

/** The same methods, answering {@link Outcome}s. */
export type Settled<TMethods> = {
  readonly [Name in keyof TMethods]: TMethods[Name] extends (...args: infer Args) => Promise<infer T>
    ? (...args: Args) => Promise<Outcome<T>>
    : TMethods[Name];
};

/** Wraps methods so that this package's errors are answers. Anything else is a bug, and still thrown. */
export function settleMethods<TMethods extends object>(methods: TMethods): Settled<TMethods> {
  const settled = Object.entries(methods).map(([name, method]) => [name, settle(method)]);
  return Object.fromEntries(settled) as Settled<TMethods>;
}

function settle(method: (...args: unknown[]) => Promise<unknown>) {
  return async (...args: unknown[]): Promise<Outcome<unknown>> => {
    try {
      return { ok: true, data: await method(...args) };
    } catch (error) {
      if (isAiCoreError(error)) return { ok: false, error };
      throw error;
    }
  };
}
