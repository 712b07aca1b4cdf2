#!/usr/bin/env node
import { main } from './main.ts';

// Who reads may have seen enough: of `s3-presign upload-parts … | head`, all but the first lines are nobody's.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

const line = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

main(process.argv.slice(2), { out: line(process.stdout), err: line(process.stderr) }).then((code) => {
  process.exitCode = code;
});
