import { isSecretName, REDACTED } from '../redact.ts';
import { encodeUri } from '../sigv4/encode.ts';

/** Makes a text fit for people: with none of the secrets it may hold. */
export type Hide = (text: string) => string;

// S3 quotes the condition that failed, with the value that the policy demands.
const CONDITION = /"\$([\w-]+)",\s*"[^"]*"/g;

/**
 * Replaces secrets wherever they stand, as they are and as a query writes them.
 *
 * @param values - Names and values of whatever was sent; those with a secret's name are the secrets.
 */
export function hideSecrets(
  values: Iterable<readonly [name: string, value: string]>,
  more: Iterable<string>,
): Hide {
  const secrets = new Set<string>();
  for (const [name, value] of values) {
    // An access key is no secret, and its scope is what people look for.
    if (!isSecretName(name) || /credential$/i.test(name)) continue;
    secrets.add(value);
  }
  for (const value of more) secrets.add(value);
  const texts = [...secrets]
    // Shorter ones are no secrets, and would riddle every text with holes.
    .filter((value) => value.length >= 4)
    .flatMap((value) => [value, encodeUri(value.toWellFormed())])
    .sort((a, b) => b.length - a.length);
  return (text) =>
    texts
      .reduce((shown, secret) => shown.replaceAll(secret, REDACTED), text)
      .replace(CONDITION, (whole, name) => (isSecretName(name) ? `"$${name}", "${REDACTED}"` : whole));
}

/** A named value for people: the scope alone of a credential, nothing of what is secret. */
export function showValue(name: string, value: string, hide: Hide): string {
  if (/credential$/i.test(name)) return value.replace(/^.*(?=\/\d{8}\/)/s, REDACTED);
  return isSecretName(name) ? REDACTED : hide(value);
}
