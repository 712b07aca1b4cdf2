import { REDACTED } from '../redact.ts';

/** A text without any of the secrets, plain or percent-encoded. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets)
    for (const form of [secret, encodeURIComponent(secret)]) shown = shown.replaceAll(form, REDACTED);
  return shown;
}

/**
 * An error fit to be a `cause`: itself, or, when it or anything it is caused by tells a secret (some `fetch` put the URL
 * into their messages), a stand-in of the same name that does not.
 */
export function causeWithoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  const told: string[] = [];
  for (let at = error, depth = 0; at !== undefined && depth < 10; depth += 1) {
    told.push(at instanceof Error ? `${at.message} ${at.stack} ${JSON.stringify(at)}` : String(at));
    at = at instanceof Error ? at.cause : undefined;
  }
  const all = told.join(' ');
  if (withoutSecrets(all, secrets) === all) return error;
  const shown = new Error(withoutSecrets(error instanceof Error ? error.message : String(error), secrets));
  if (error instanceof Error) shown.name = error.name;
  return shown;
}
