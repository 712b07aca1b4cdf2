#!/usr/bin/env node
import { main } from './main.ts';

const line = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

// Ctrl-C and `kill` stop it in order; a second one, or the terminal's end, at once.
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});

main(process.argv.slice(2), { out: line(process.stdout), err: line(process.stderr) }, stopped).then(
  (code) => {
    process.exitCode = code;
  },
);
