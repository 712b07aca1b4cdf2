import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidOption` for anything but an http(s) URL of host, port and path. */
export function checkEndpoint(endpoint: unknown, option: string): URL {
  const url = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return url;
  return refuse(
    'InvalidOption',
    option,
    `must be a URL of scheme, host, port and path, such as https://s3.example.com, and no more`,
  );
}
