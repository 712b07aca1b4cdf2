import type { Target } from './callbacks.ts';

/** Parameters of URLs and fields of forms that open what they lead to, of S3 and of Azure. */
const SECRET_NAME = /signature|credential|accesskeyid|policy|token|customer-key|^sig$/i;
/** Shorter values are no secrets, and would riddle every text with holes. */
const SHORTEST_SECRET = 4;
/** A value as long as this may be a secret whatever its name; the words of S3, such as `AWS4-HMAC-SHA256`, are shorter. */
const LONG = 20;

/** Fields of forms that are no secrets, and that conditions of policies are mostly about. */
const OPEN_FIELD =
  /^(?:key|bucket|acl|cache-control|content-(?:type|encoding|disposition|language)|expires|success_action_status)$/i;

/** Makes texts fit to be kept: without the secrets of a target, neither as they are nor as a URL writes them. */
export function hideSecrets({ url: { search }, fields = {} }: Target): (text: string) => string {
  // As it stands there, and decoded: a plus sign is itself in a signature, and no space.
  const written = search.split(/[?&]/).map((pair): [string, string] => {
    const [name = ''] = pair.split('=', 1);
    return [name, pair.slice(name.length + 1)];
  });
  const decoded = new URLSearchParams(search.replaceAll('+', '%2B'));
  const closed = Object.entries(fields).filter(([name]) => !OPEN_FIELD.test(name));
  const secrets = [...written, ...decoded, ...closed]
    .filter(([name, { length }]) => length >= (SECRET_NAME.test(name) ? SHORTEST_SECRET : LONG))
    .flatMap(([, value]) => [value, encodeURIComponent(value.toWellFormed())])
    // Of two of which one begins with the other, the longer goes first.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}
