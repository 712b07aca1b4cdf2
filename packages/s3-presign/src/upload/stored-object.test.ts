import { expect, test } from 'vitest';
import { bareEtag, decodeHeader } from './stored-object.ts';

test.each([
  ['plain', 'plain'],
  ['=?UTF-8?B?WsO8cmljaA==?=', 'Zürich'],
  ['=?utf-8?q?Z=C3=BCrich_2?=', 'Zürich 2'],
  ['=?UTF-8?B?WsO8?= =?UTF-8?B?cmljaA==?=', 'Zürich'],
  ['a =?UTF-8?Q?b?= c', 'a b c'],
  [String.fromCharCode(...Buffer.from('Zürich')), 'Zürich'],
  ['Z\xfcrich', 'Z\xfcrich'],
  ['=?UTF-8?B?*?=', '=?UTF-8?B?*?='],
  ['=?UTF-8?B?/w==?=', '=?UTF-8?B?/w==?='],
  ['=?ISO-8859-1?Q?a?=', '=?ISO-8859-1?Q?a?='],
])('reads %j as %j', (value, text) => {
  expect(decodeHeader(value)).toBe(text);
});

test('an ETag loses its quotation marks', () => {
  expect(['"a"', 'W/"a"', 'a', undefined].map(bareEtag)).toEqual(['a', 'a', 'a', undefined]);
});
