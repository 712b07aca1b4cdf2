import type { HttpAnswer, HttpRequest } from '@x/http';
import { expect, test } from 'vitest';
import { followRedirects } from './follow-redirects.ts';

/** A sender that answers from a table of redirects, and keeps what it was asked. */
function table(redirects: Readonly<Record<string, string>>, status = 302) {
  const asked: HttpRequest[] = [];
  const send = followRedirects(async (request): Promise<HttpAnswer> => {
    asked.push(request);
    const location = redirects[request.url.href];
    const headers = new Headers(location === undefined ? {} : { location });
    return { status: location === undefined ? 200 : status, headers, bytes: new Uint8Array() };
  });
  const get = (href: string) =>
    send({ method: 'GET', url: new URL(href), headers: { authorization: 'Bearer t', accept: 'a' } });
  return { get, asked };
}

test.each([301, 302, 303, 307, 308])('%i is followed, relative too', async (status) => {
  const { get, asked } = table({ 'https://a.invalid/x': 'y/', 'https://a.invalid/y/': '/z?q' }, status);
  expect((await get('https://a.invalid/x')).status).toBe(200);
  expect(asked.map(({ url }) => url.pathname)).toEqual(['/x', '/y/', '/z']);
  expect(asked[2]?.headers.authorization).toBe('Bearer t');
});

test.each(['https://b.invalid/', 'http://a.invalid/', 'https://a.invalid:444/'])(
  'the token does not go along to %s, nor back',
  async (elsewhere) => {
    const { get, asked } = table({ 'https://a.invalid/x': elsewhere, [elsewhere]: 'https://a.invalid/y' });
    await get('https://a.invalid/x');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t', undefined, undefined]);
    expect(asked[1]?.headers.accept).toBe('a');
  },
);

test('a ring ends', async () => {
  const { get, asked } = table({ 'https://a.invalid/x': '/x' });
  expect((await get('https://a.invalid/x')).status).toBe(302);
  expect(asked).toHaveLength(6);
});

test.each(['file:///etc/passwd', 'http://[', 'data:,x'])('%s is no place to go', async (location) => {
  const { get } = table({ 'https://a.invalid/x': location });
  expect((await get('https://a.invalid/x')).status).toBe(302);
});
