import { expect, test } from 'vitest';
import { multipart } from './multipart.ts';

test('is a form that the standard reader understands, files between fields too', async () => {
  const { contentType, pieces } = multipart<Blob>([
    { name: 'a', value: 'é' },
    { name: 'b', file: new Blob(['bytes']), fileName: 'b.bin', type: 'application/x-b' },
    { name: 'c', value: '' },
    { name: 'd', file: new Blob([]), fileName: 'd.bin', type: '' },
  ]);
  expect(pieces).toHaveLength(5);
  const form = await new Response(new Blob([...pieces]), {
    headers: { 'content-type': contentType },
  }).formData();
  expect([...form.keys()]).toEqual(['a', 'b', 'c', 'd']);
  expect(form.get('a')).toBe('é');
  expect(form.get('c')).toBe('');
  expect(form.get('b')).toMatchObject({ name: 'b.bin', size: 5, type: 'application/x-b' });
  expect(form.get('d')).toMatchObject({ name: 'd.bin', size: 0, type: 'application/octet-stream' });
});

test('no name breaks out of its header', async () => {
  const { pieces } = multipart<Blob>([{ name: 'a"\r\nx: y', value: 'v' }]);
  expect(await new Blob([...pieces]).text()).toContain('name="a%22%0D%0Ax: y"\r\n\r\nv');
});

test('each form has a boundary of its own', () => {
  expect(multipart([]).contentType).not.toBe(multipart([]).contentType);
});
