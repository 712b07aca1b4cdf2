import { expect, test } from 'vitest';
import { type Piece, readPieces, release } from './piece.ts';
import { PieceStore } from './piece-store.ts';

async function textOf(piece: Piece): Promise<string> {
  const bytes = readPieces([piece]);
  if (Buffer.isBuffer(bytes)) return bytes.toString();
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('memory holds what fits, files the rest, and what nobody uses makes room', async () => {
  const store = new PieceStore(undefined, 10);
  const write = async (text: string) => {
    const { piece } = await store.write(Promise.resolve(Buffer.from(text)));
    return { piece, where: Buffer.isBuffer(piece.content) ? 'memory' : 'file' };
  };
  try {
    const first = await write('eight by');
    const second = await write('and more');
    expect([first.where, second.where]).toEqual(['memory', 'file']);
    expect([await textOf(first.piece), await textOf(second.piece)]).toEqual(['eight by', 'and more']);
    release([first.piece]);
    expect((await write('ten bytes!')).where).toBe('memory');
    expect((await write('.')).where).toBe('file');
    expect((await write('')).where).toBe('memory');
  } finally {
    await store.stop();
  }
});

test('what comes by and by goes to a file as soon as it is more than memory is left for', async () => {
  const store = new PieceStore(undefined, 10);
  try {
    const { piece } = await store.write([Buffer.from('eight by'), Buffer.from('and more')]);
    expect(Buffer.isBuffer(piece.content)).toBe(false);
    expect(await textOf(piece)).toBe('eight byand more');
    const small = await store.write([Buffer.from('small')]);
    expect(Buffer.isBuffer(small.piece.content)).toBe(true);
  } finally {
    await store.stop();
  }
});
