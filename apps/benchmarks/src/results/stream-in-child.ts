import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Who streams how many bytes. The peers get a tenth: they would take minutes. */
export const streamers: readonly (readonly [name: StreamerName, size: number])[] = [
  ['streamResult', 1e9],
  ['streamResult', 1e8],
  ['JSON.parse', 1e8],
  ['@streamparser/json', 1e8],
];

export type StreamerName = 'streamResult' | 'JSON.parse' | '@streamparser/json';

/** What streaming took. */
export interface Streamed {
  readonly numbers: number;
  readonly seconds: number;
  /** The most memory that the process ever had, in bytes. */
  readonly peak: number;
}

/** Streams in a fresh process, whose memory is nobody else's. */
export function streamInChild(name: StreamerName, size: number): Streamed {
  const args = [join(import.meta.dirname, 'stream-one.ts'), name, String(size)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Streamed;
}
