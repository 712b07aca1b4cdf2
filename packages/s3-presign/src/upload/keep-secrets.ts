import { REDACTED } from '../redact.ts';

/** A text without any of the secrets, plain or percent-encoded. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets)
    for (const form of [secret, encodeURIComponent(secret)]) shown = shown.replaceAll(form, REDACTED);
  return shown;
}

/** Of a chain of causes, what is kept: the rest tells nobody anything. */
const MOST_CAUSES = 10;

/**
 * An error fit to be a `cause`: a stand-in that has its name, message, stack, code and causes, without any secret. Never
 * the error itself, which may hold the URL wherever nobody looks: in a `Request`, a Map, the errors of an AggregateError.
 */
export function causeWithoutSecrets(
  error: unknown,
  secrets: readonly string[],
  effects: readonly unknown[] = [],
): Error | undefined {
  if (error === undefined || effects.includes(error) || effects.length === MOST_CAUSES) return undefined;
  const part = (name: string): unknown => {
    const value = attempt(() => (error as Readonly<Record<string, unknown>>)[name]);
    return typeof value === 'string' ? withoutSecrets(value, secrets) : value;
  };
  const message = part('message') ?? withoutSecrets(attempt(() => String(error)) ?? '', secrets);
  const cause = causeWithoutSecrets(part('cause'), secrets, [...effects, error]);
  const shown = new Error(typeof message === 'string' ? message : '', cause && { cause });
  for (const name of ['name', 'stack']) {
    const value = part(name);
    // As those of every error: not printed as properties.
    if (typeof value === 'string')
      Object.defineProperty(shown, name, { value, writable: true, configurable: true });
  }
  const code = part('code');
  return typeof code === 'string' || typeof code === 'number' ? Object.assign(shown, { code }) : shown;
}

/** What others made may throw at whoever looks at it. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
