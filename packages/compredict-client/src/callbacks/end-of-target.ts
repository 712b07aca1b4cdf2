import type { CallbackTarget } from './callback.ts';

/**
 * When a target stops working, in milliseconds since 1970: the earliest moment that it, its URL or its form states. Infinity
 * where nothing does, NaN where something states no date.
 */
export function endOf({ expiresAt, fields }: CallbackTarget, url: URL): number {
  const { searchParams } = url;
  const stated = [
    expiresAt && new Date(expiresAt).getTime(),
    endOfSignature4(searchParams),
    endOfSignature2(searchParams),
    endOfSharedAccess(searchParams),
    endOfPolicy(fields),
  ];
  return Math.min(...stated.filter((end) => end !== undefined));
}

/** `X-Amz-Date` and `X-Amz-Expires` in seconds: Signature Version 4. */
function endOfSignature4(query: URLSearchParams): number | undefined {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  const seconds = query.get('X-Amz-Expires');
  if (!date || !seconds) return undefined;
  const [, year, month, day, hour, minute, second] = date;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Number(seconds) * 1000;
}

/** `Expires` in seconds since 1970: Signature Version 2, and CloudFront. */
function endOfSignature2(query: URLSearchParams): number | undefined {
  return query.has('Signature') && query.get('Expires') ? Number(query.get('Expires')) * 1000 : undefined;
}

/** `se`: a shared access signature of Azure. */
function endOfSharedAccess(query: URLSearchParams): number | undefined {
  return query.has('sig') && query.has('se') ? Date.parse(query.get('se') ?? '') : undefined;
}

/** `expiration` of the signed policy, whose form nobody but S3 judges: one that cannot be read states nothing. */
function endOfPolicy(fields: CallbackTarget['fields']): number | undefined {
  const [, policy] = Object.entries(fields ?? {}).find(([name]) => /^policy$/i.test(name)) ?? [];
  try {
    const { expiration } = JSON.parse(atob(policy ?? '')) as { readonly expiration?: unknown };
    return typeof expiration === 'string' ? Date.parse(expiration) : undefined;
  } catch {
    return undefined;
  }
}
