import { expect, test } from 'vitest';
import { countMembers } from './count-members.ts';
import { inspectDocument } from './inspect-document.ts';

test.each([
  [{}],
  [{ a: 1, b: { c: [{ d: '' }] } }],
  [{ 'a"': '":', '\\': '\\"', '\\\\': { '"': ':' } }],
  [{ ':': ':', '': [':', '"a":'] }],
  [{ 'ü\u{1F697}': '\u0000\n', list: ['a', ':', 'b'] }],
])('of %j there are as many in the text as in the object', (document) => {
  const members = inspectDocument(document, 100);
  for (const space of [undefined, 1, '\t', '\r\n']) {
    expect(countMembers(JSON.stringify(document, null, space))).toBe(members);
  }
  // White space before a colon is JSON too.
  expect(countMembers(JSON.stringify(document).replaceAll(/":(?=[^"])/g, '" \t\r\n:'))).toBe(members);
});

test('counts a key twice that is there twice', () => {
  expect(countMembers('{"a":1,"a":{"a":2}}')).toBe(3);
});
