import type { IncomingMessage, RequestListener } from 'node:http';
import type { ProviderRules } from './provider.ts';

/** Has a listener see a request as S3 reads it, where Node.js reads it otherwise. */
export function asS3Reads(
  { repeatedHeader }: Pick<ProviderRules, 'repeatedHeader'>,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith('/') === false) takeFromUrl(request);
    if (hasRepeated(request)) joinRepeated(request, repeatedHeader);
    listener(request, response);
  };
}

/** A request line with a whole URL, as a proxy is sent it, tells the host instead of the header: RFC 9112, section 3.2.2. */
function takeFromUrl(request: IncomingMessage): void {
  const url = request.url ?? '';
  const [, scheme = '', host = '', target] = /^(https?):\/\/(?:[^/?#]*@)?([^/?#]*)([^#]*)/i.exec(url) ?? [];
  // What is no URL is `*`.
  if (target === undefined) return;
  request.url = target.startsWith('/') ? target : `/${target}`;
  // Clients sign a host without the port that is the scheme's own.
  const port = scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/;
  if (host !== '') request.headers.host = host.replace(port, '');
}

/** Counted, which takes less time than to look for what few requests have. */
function hasRepeated({ rawHeaders, headers }: IncomingMessage): boolean {
  let names = 0;
  for (const _ in headers) names++;
  return rawHeaders.length > 2 * names;
}

/** Node.js puts a space behind the comma, which whoever signs does not. Headers that it does not join stay as they are. */
function joinRepeated(
  { headers, headersDistinct }: IncomingMessage,
  join: ProviderRules['repeatedHeader'],
): void {
  for (const [name, values = []] of Object.entries(headersDistinct))
    if (values.length > 1 && headers[name] === values.join(', ')) headers[name] = join(values);
}
