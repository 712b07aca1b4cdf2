/** What stands in the place of a secret in everything this package prints. */
export const REDACTED = '[redacted]';

// A bearer of any of these can act as the signer, or learn what only the signer should know.
const SECRET =
  /(^|-)(signature|credential|security-token|s3session-token|policy|awsaccesskeyid|customer-key)$/i;

/** Whether a query parameter, form field or header of this name is a credential. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** A copy whose secret values are replaced; names stay, to show what is there. */
export function redactValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isSecretName(name) ? REDACTED : value]),
  );
}

// The `;` is that of an `&amp;`. No secret has a longer name, and without a limit hostile texts would take minutes.
const NAME = /([^?&;=\s]{1,64})\s*=/g;
// Within a user's password a slash or question mark must be encoded, so the first one ends it.
const USER_INFO = /^([a-z][a-z0-9+.-]*:[\\/]*|[\\/]{2,})[^\\/?#]*@/i;
// An escape of a query, and those that JSON and JavaScript write in place of `&` and `=`.
const ESCAPE = /(?:%|\\u00|\\x)([0-9a-f]{2})/gi;
const MOST_ESCAPES = 5;

/**
 * A presigned URL made fit for logs: the values of its query are gone where they are secret, however their names are
 * written, and so are user, password and fragment. Never throws.
 *
 * @param url - A URL; of a text that is none, what looks like a query is redacted all the same.
 *
 * @returns Text that can no longer be used as a URL; `[redacted]` for what is neither text nor `URL`.
 */
export function redactUrl(url: string | URL): string {
  if (typeof url !== 'string' && !(url instanceof URL)) return REDACTED;
  // Whoever parses a URL drops line breaks and tabs, so they may stand in the middle of a name.
  const [whole = '', fragment] = String(url)
    .replace(/[\t\r\n]/g, '')
    .trim()
    .replace(USER_INFO, `$1${REDACTED}@`)
    .split('#');
  const query = whole.indexOf('?') + 1;
  const shown = [whole.slice(0, query), whole.slice(query)].map((part) =>
    part.split('&').map(redactPair).join('&'),
  );
  return shown.join('') + (fragment === undefined ? '' : `#${REDACTED}`);
}

function redactPair(pair: string): string {
  const found = findSecretName(pair);
  const before = pair.slice(0, found?.index);
  if (hidesSecretName(before)) return REDACTED;
  return found ? `${before}${found[0]}${REDACTED}` : pair;
}

/** The first name of a secret, with its `=`. */
function findSecretName(text: string): RegExpExecArray | undefined {
  return Array.from(text.matchAll(NAME)).find(([, name = '']) => isSecretName(name));
}

/** Whether a text names a secret in an encoded form, as does a URL within the query of another. */
function hidesSecretName(text: string): boolean {
  let decoded = text;
  for (let pass = 0; pass < MOST_ESCAPES; pass += 1) {
    const next = decoded.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === decoded) return false;
    if (findSecretName(next)) return true;
    decoded = next;
  }
  // Nobody encodes so often, other than to hide something.
  return true;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const REDACTED_VALUES: PropertyDescriptor = {
  value(this: Readonly<Record<string, string>>) {
    return redactValues(this);
  },
};

/** Makes a plain object of named values print without those that are secret. */
export function printRedacted(values: Record<string, string>): Record<string, string> {
  // One property for all objects: a form's is made for every signature.
  return Object.defineProperty(values, INSPECT, REDACTED_VALUES);
}

/** Makes `console.log` and `util.inspect` of Node.js, Bun and Deno show an object, or all of a prototype, as what `toJSON` answers. */
export function printAsJson(shown: { toJSON(): unknown }): void {
  Object.defineProperty(shown, INSPECT, {
    value(this: { toJSON(): unknown }) {
      return this.toJSON();
    },
  });
}
