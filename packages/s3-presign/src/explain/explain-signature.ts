import { type CanonicalParts, canonicalRequest } from '../sigv4/canonical-request.ts';
import { hmacSha256Hex } from '../sigv4/hash.ts';
import { UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { stringToSign } from '../sigv4/string-to-sign.ts';
import { sameText } from '../verify/same-text.ts';
import { diffCanonical, readCanonicalLines } from './canonical-lines.ts';
import type { Reason, ReasonKind } from './explanation.ts';
import type { Hide } from './hide-secrets.ts';
import type { SignedParts } from './signed-parts.ts';

const REWRITTEN =
  'reached S3 otherwise than you say you sent it: look for a client, proxy or CDN that rewrites requests';

/** Why S3 and the signer come to different signatures. */
export function explainSignature(
  signed: SignedParts,
  document: ReadonlyMap<string, string>,
  secretAccessKey: string | undefined,
  hide: Hide,
): Reason[] {
  const theirs = document.get('CanonicalRequest') ?? '';
  const arrived = readCanonicalLines(theirs);
  const parts = completed(signed.parts, arrived?.headers);
  const own = canonicalRequest(parts);
  const sent = readCanonicalLines(own);
  const changes = sent && arrived ? [...diffCanonical(sent, arrived, REWRITTEN, hide)] : [];
  if (secretAccessKey === undefined) {
    const signedFor = `for another ${list(['method', 'key', 'query', ...signed.signedHeaders])}`;
    const known = arrived
      ? `What was sent reached S3 as it was, so it is not what was signed. Either it was signed with another secret key, or ${signedFor}.`
      : `S3 does not tell what reached it. Check whether it was signed with another secret key, or ${signedFor}, and whether something on the way rewrites requests.`;
    const told: Reason = { kind: 'signature', message: `${known} Give secretAccessKey to be told which.` };
    return changes.length > 0 ? changes : [told];
  }

  const isSigned = signatureCheck(signed, secretAccessKey);
  if (arrived ? isSigned(theirs) : isSigned(own))
    return [
      {
        kind: 'secret-key',
        message: arrived
          ? 'The request is as it was signed with this secret key, so S3 knows another one for the access key: it was replaced, or belongs to another service or account.'
          : 'What you say you sent is as it was signed with this secret key. If S3 refuses the signature, it knows another one for the access key, or something on the way rewrites requests: S3 does not tell what reached it.',
      },
    ];
  if (isSigned(own)) return changes;
  for (const { parts: other, reasons } of variations(parts, hide))
    if (isSigned(canonicalRequest(other))) return [...reasons, ...changes];
  return [
    ...changes,
    {
      kind: 'signature',
      message:
        'This secret key did not sign this request, nor one that differs in a likely part: another key signed it, or the URL was altered since.',
    },
  ];
}

/** HTTP clients add headers that the caller does not know of, such as content-length: those come from what arrived. */
function completed(parts: CanonicalParts, arrived: ReadonlyMap<string, string> | undefined): CanonicalParts {
  return {
    ...parts,
    headers: Array.from(parts.headers, ([name, value]) => [name, value || (arrived?.get(name) ?? '')]),
  };
}

/** Tells whether the secret key makes the request's signature of a canonical request. */
function signatureCheck(signed: SignedParts, secretAccessKey: string): (canonical: string) => boolean {
  const { date, scope, region, signature } = signed;
  const [day = '', , service] = scope.split('/');
  const key = signingKey(secretAccessKey, day, region, service);
  return (canonical) => sameText(hmacSha256Hex(key, stringToSign(date, scope, canonical)), signature);
}

interface Variation {
  readonly parts: CanonicalParts;
  readonly reasons: readonly Reason[];
}

const METHODS = ['PUT', 'GET', 'HEAD', 'DELETE', 'POST'];
// What clients send of their own accord, and what signers are given most.
const CONTENT_TYPES = [
  '',
  'application/json',
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/csv',
  'image/png',
  'image/jpeg',
];
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What people sign in place of what they send: one difference, or the method and the content type together. */
function* variations(sent: CanonicalParts, hide: Hide): Generator<Variation> {
  const headers = [...sent.headers];
  const withHeader = (name: string, value: string, kind: ReasonKind, from = sent): Variation => ({
    parts: { ...from, headers: headers.map((one) => (one[0] === name ? [name, value] : one)) },
    reasons: [difference(kind, name, value, headers.find(([own]) => own === name)?.[1] ?? '', hide)],
  });
  const methods = METHODS.filter((method) => method !== sent.method).map(
    (method): Variation => ({
      parts: { ...sent, method },
      reasons: [difference('method', undefined, method, sent.method, hide)],
    }),
  );
  const hasType = headers.some(([name]) => name === 'content-type');
  const types = (from: CanonicalParts) =>
    hasType ? CONTENT_TYPES.map((type) => withHeader('content-type', type, 'header', from)) : [];

  yield* methods;
  yield* types(sent);
  for (const method of methods)
    for (const type of types(method.parts))
      yield { parts: type.parts, reasons: [...method.reasons, ...type.reasons] };
  const host = headers.find(([name]) => name === 'host')?.[1] ?? '';
  const bare = host.replace(/:\d+$/, '');
  for (const other of [bare, `${bare}:443`, `${bare}:80`]) yield withHeader('host', other, 'header');
  const paths = [
    sent.path.replace(/\/{2,}/g, '/'),
    sent.path.replaceAll('%2B', '%20'),
    sent.path.replaceAll('%20', '%2B'),
    sent.path.replaceAll('%', '%25'),
    sent.path.replaceAll('%25', '%'),
  ];
  for (const path of paths)
    yield { parts: { ...sent, path }, reasons: [difference('path', undefined, path, sent.path, hide)] };
  for (const payloadHash of [UNSIGNED_PAYLOAD, EMPTY_SHA256])
    yield {
      parts: { ...sent, payloadHash },
      reasons: [difference('payload', undefined, payloadHash, sent.payloadHash, hide)],
    };
  // Some signers append to the URL once it is signed.
  for (const pair of sent.query.split('&'))
    yield {
      parts: {
        ...sent,
        query: sent.query
          .split('&')
          .filter((one) => one !== pair)
          .join('&'),
      },
      reasons: [
        {
          kind: 'parameter',
          name: pair.split('=', 1)[0] ?? '',
          message: `The query parameter ${pair.split('=', 1)[0]} was added after signing.`,
        },
      ],
    };
}

function difference(
  kind: ReasonKind,
  name: string | undefined,
  expected: string,
  actual: string,
  hide: Hide,
): Reason {
  const what = name === undefined ? kind : `${kind} ${name}`;
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    message: `It was signed for another ${what} than was sent.`,
    expected: hide(expected),
    actual: hide(actual),
  };
}

function list(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
