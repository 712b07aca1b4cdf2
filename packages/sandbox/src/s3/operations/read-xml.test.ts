import { expect, test } from 'vitest';
import { parseXml } from './read-xml.ts';

test('reads elements, their order, and every way to write a character', () => {
  const text =
    '<?xml version="1.0"?>\n<Delete xmlns="x">\n <Object><Key> a&amp;b &#34;&#x41;\n</Key></Object>\n <Object/>\n</Delete>';
  const document = parseXml(text, 'Delete');
  expect(document.all('Object').map((object) => object.text('Key'))).toEqual([' a&b "A\n', undefined]);
  expect(document.text('toString')).toBeUndefined();
});

test.each(['', 'text', '<Delete>', '<Other/>', '<Delete></Object>', '<__proto__>1</__proto__>'])(
  'refuses %j',
  (text) => {
    expect(() => parseXml(text, 'Delete')).toThrow(expect.objectContaining({ name: 'S3Fault' }));
  },
);
