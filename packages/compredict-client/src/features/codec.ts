import type { ParquetWriteOptions } from 'hyparquet-writer';
import { InvalidArgumentError } from '../errors/input-errors.ts';

/** How the pages of a Parquet file are compressed. */
export type Codec = 'snappy' | 'zstd' | 'uncompressed';

/**
 * What the writer needs for a codec. ZSTD is the runtime's own: Node.js has it from 22.15, 23.8 and 24, Bun and Deno in
 * their `node:zlib`; browsers do not.
 *
 * @throws {@link InvalidArgumentError} for another codec, or ZSTD where the runtime has none.
 */
export function compressorOf(codec: Codec): Pick<ParquetWriteOptions, 'codec' | 'compressors'> {
  switch (codec) {
    case 'snappy':
      return { codec: 'SNAPPY' };
    case 'uncompressed':
      return { codec: 'UNCOMPRESSED' };
    case 'zstd': {
      // Asked for at run time, not imported: browsers have no such module.
      const compress = globalThis.process?.getBuiltinModule?.('node:zlib')?.zstdCompressSync;
      if (!compress) {
        throw new InvalidArgumentError(
          'codec',
          'This runtime has no ZSTD; Node.js has it from 22.15. Use `snappy`.',
        );
      }
      return { codec: 'ZSTD', compressors: { ZSTD: (page) => compress(page) } };
    }
    default:
      throw new InvalidArgumentError('codec', '`codec` must be `snappy`, `zstd` or `uncompressed`.');
  }
}
