import { expect, test } from 'vitest';
import { multipart } from './multipart.ts';

test('is what any form parser reads back', async () => {
  const file = new Blob([Uint8Array.of(0, 13, 10, 45, 45, 255)], { type: 'application/parquet' });
  const blob = multipart([
    { name: 'a', value: 'é "x"\n--' },
    { name: 'empty', value: '' },
    { name: 'features', value: file, filename: 'features.parquet' },
  ]);
  const form = await new Response(blob).formData();
  expect([...form.keys()]).toEqual(['a', 'empty', 'features']);
  expect(form.get('a')).toBe('é "x"\n--');
  expect(form.get('empty')).toBe('');
  const back = form.get('features') as File;
  expect([back.name, back.type]).toEqual(['features.parquet', 'application/parquet']);
  expect(await back.bytes()).toEqual(await file.bytes());
});

test('has a boundary of its own each time', () => {
  const types = new Set(Array.from({ length: 10 }, () => multipart([]).type));
  expect(types.size).toBe(10);
  for (const type of types) expect(type).toMatch(/^multipart\/form-data; boundary=[0-9a-f]{32}$/);
});
