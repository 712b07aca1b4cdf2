import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { InvalidInputError } from '../src/index.ts';

const require = createRequire(import.meta.url);

/** Every entry that throws, as each kind of user loads it. Each brings classes of its own. */
const entries = [
  ...['signer', 'inspect', 'upload', 'index'].flatMap((entry) => [`${entry}.js`, `${entry}.cjs`]),
  ...['signer', 'inspect', 'upload'].flatMap((entry) => [`web/${entry}.js`, `web/${entry}.cjs`]),
];
const modules: [string, Record<string, new () => Error>][] = await Promise.all(
  entries.map(async (entry) => {
    const path = `../dist/${entry}`;
    return [entry, entry.endsWith('.cjs') ? require(path) : await import(path)];
  }),
);

/** What a signer throws for a bucket that is none. */
function thrownBy(module: object): unknown {
  const { createSigner } = module as typeof import('../src/signer/index.ts');
  try {
    return createSigner({ bucket: 'x', region: 'eu-central-1', accessKeyId: 'a', secretAccessKey: 'b' });
  } catch (error) {
    return error;
  }
}

test.each(modules.filter(([, module]) => 'createSigner' in module))(
  'what %s throws is an instance of the classes of every entry',
  (_, signer) => {
    const error = thrownBy(signer);
    for (const [, { PresignError, InvalidInputError, UploadError, S3ResponseError }] of modules) {
      if (PresignError) expect(error).toBeInstanceOf(PresignError);
      if (InvalidInputError) expect(error).toBeInstanceOf(InvalidInputError);
      if (UploadError) expect(error).not.toBeInstanceOf(UploadError);
      if (S3ResponseError) expect(error).not.toBeInstanceOf(S3ResponseError);
    }
    expect(inspect(error)).toMatch(/^InvalidInputError: bucket must/);
    expect(Object.keys(error as object).sort()).toEqual(['code', 'option']);
  },
);

test('nothing else is an instance, and a class derived elsewhere has its own instances alone', () => {
  class Stricter extends InvalidInputError {}
  const own = new InvalidInputError('InvalidKey', 'key', 'key is wrong');
  expect(new Stricter('InvalidKey', 'key', 'key is wrong')).toBeInstanceOf(Stricter);
  expect(new Stricter('InvalidKey', 'key', 'key is wrong')).toBeInstanceOf(InvalidInputError);
  expect(own).not.toBeInstanceOf(Stricter);
  const posing = Object.assign(new Error('key is wrong'), { name: 'InvalidInputError', code: 'InvalidKey' });
  for (const other of [posing, undefined, null, 'InvalidInputError', {}])
    expect(other).not.toBeInstanceOf(InvalidInputError);
});
