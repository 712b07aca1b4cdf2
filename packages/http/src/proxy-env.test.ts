import { afterEach, expect, test, vi } from 'vitest';
import { proxyEnv } from './proxy-env.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['22.20.0', {}],
  ['23.11.0', {}],
  ['24.4.1', {}],
  ['24.5.0', { bun: '1.4.5' }],
  ['24.5.0', { deno: '2.0.0' }],
])('a proxy is refused where agents would go past it: %s %j', (node, more) => {
  vi.stubGlobal('process', { versions: { node, ...more } });
  expect(() => proxyEnv('http://proxy.invalid', {})).toThrow(RangeError);
});

test.each(['22.21.0', '24.5.0', '25.0.0', '26.1.0'])('and taken with Node.js %s', (node) => {
  vi.stubGlobal('process', { versions: { node } });
  const proxy = 'http://proxy.invalid';
  expect(proxyEnv(proxy, { https_proxy: 'other' })).toEqual({ http_proxy: proxy, https_proxy: proxy });
});
