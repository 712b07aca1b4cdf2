import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAiCore } from '../../test/support.ts';
import { saveDocument } from './save-document.ts';

test.each([
  ['image/png; x', 'graph', 'graph.png'],
  ['application/json', 'graph', 'graph.json'],
  ['application/x-unheard-of', 'graph', 'graph'],
  ['image/png', 'graph.bin', 'graph.bin'],
])('a document of type %s saved as %s is %s', async (type, name, expected) => {
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
  await using aiCore = await startAiCore((_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(bytes);
  });
  const folder = await mkdtemp(join(tmpdir(), 'document-'));
  const file = await saveDocument(await aiCore.client.getGraph('a'), join(folder, name));
  expect(file).toBe(join(folder, expected));
  expect(await readFile(file)).toEqual(bytes);
  await rm(folder, { recursive: true });
});
