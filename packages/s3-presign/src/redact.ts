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

/**
 * A presigned URL made fit for logs: the values of its query are gone where they are secret.
 *
 * @returns Text that can no longer be used as a URL.
 */
export function redactUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const query = url
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return isSecretName(name) ? `${name}=${REDACTED}` : pair;
    });
  return `${url.slice(0, start)}?${query.join('&')}`;
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

/** Makes `console.log` and `util.inspect` of Node.js, Bun and Deno show every instance as what its `toJSON` answers. */
export function printAsJson(prototype: { toJSON(): unknown }): void {
  Object.defineProperty(prototype, INSPECT, {
    value(this: { toJSON(): unknown }) {
      return this.toJSON();
    },
  });
}
