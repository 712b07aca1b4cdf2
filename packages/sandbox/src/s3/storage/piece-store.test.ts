import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Piece, readPieces, release } from './piece.ts';
import { PieceStore } from './piece-store.ts';

async function textOf(piece: Piece, start?: number, end?: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readPieces([piece], start, end)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Bytes that come by and by. */
async function* inTurn(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const isInFile = ({ content }: Piece) => 'path' in content;

test('memory holds what fits, files the rest, and what nobody uses makes room', async () => {
  const store = new PieceStore(undefined, 10);
  const write = async (text: string) => {
    const { piece } = await store.write([Buffer.from(text)]);
    return { piece, where: isInFile(piece) ? 'file' : 'memory' };
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
    const { piece } = await store.write(inTurn('eight by', 'and more'));
    expect(isInFile(piece)).toBe(true);
    expect(await textOf(piece)).toBe('eight byand more');
    const small = await store.write(inTurn('small'));
    expect(isInFile(small.piece)).toBe(false);
  } finally {
    await store.stop();
  }
});

test('chunks in memory are one piece, with their MD5, and are read from and to anywhere', async () => {
  const store = new PieceStore();
  const text = 'one, two, three';
  const { piece, md5 } = await store.write([
    Buffer.from('one, '),
    Buffer.from('two, '),
    Buffer.from('three'),
  ]);
  expect([piece.size, md5]).toEqual([text.length, hash('md5', text)]);
  for (let start = 0; start <= text.length; start++)
    for (let end = start; end <= text.length; end++)
      expect(await textOf(piece, start, end)).toBe(text.slice(start, end));
});

test('a file that is read, or was to be, is given back, also when nobody reads it to its end', async () => {
  const store = new PieceStore(undefined, 0);
  try {
    const { piece } = await store.write([Buffer.from('in a file')]);
    const unread = readPieces([piece]) as AsyncGenerator<Buffer>;
    const begun = readPieces([piece]) as AsyncGenerator<Buffer>;
    expect(piece.users).toBe(3);
    await unread.return(undefined);
    await begun.next();
    await begun.return(undefined);
    expect(piece.users).toBe(1);
  } finally {
    await store.stop();
  }
});
