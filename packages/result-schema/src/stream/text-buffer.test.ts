import { expect, test } from 'vitest';
import { TextBuffer } from './text-buffer.ts';

test('gives back the pieces as one text, and counts its characters', () => {
  const buffer = new TextBuffer();
  const pieces = ['', 'a', 'ü\u{1F697}', '\u0000', '€'.repeat(1000), '\uFEFF', '"'];
  for (const piece of pieces) buffer.add(piece);
  expect(buffer.length).toBe(pieces.join('').length);
  expect(buffer.take()).toBe(pieces.join(''));
  expect(buffer.length).toBe(0);
  expect(buffer.take()).toBe('');
});
