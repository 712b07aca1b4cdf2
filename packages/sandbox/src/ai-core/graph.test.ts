import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { drawGraph } from './graph.ts';

test('is a PNG that shows its series', () => {
  const empty = decode(drawGraph({}));
  const drawn = decode(drawGraph({ speed: [1, 3, 2], label: ['a'], spectrum: [[1], [2]] }));
  expect([drawn.width, drawn.height, drawn.channels]).toEqual([480, 240, 3]);
  const colors = (data: ArrayLike<number>) => {
    const seen = new Set<string>();
    for (let at = 0; at < data.length; at += 3) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    return [...seen].sort();
  };
  // More than a function can be given as arguments.
  const long = decode(drawGraph({ speed: Array.from({ length: 300_000 }, (_, at) => at % 7) }));
  expect(colors(long.data)).toEqual(colors(drawn.data));
  expect(colors(empty.data)).toEqual(['120,120,120', '255,255,255']);
  expect(colors(drawn.data)).toEqual(['120,120,120', '255,255,255', '31,119,180']);
});
