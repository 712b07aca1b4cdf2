#!/usr/bin/env node
import { main } from './main.ts';

const line = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

main(process.argv.slice(2), process.env, { out: line(process.stdout), err: line(process.stderr) }).then(
  (code) => {
    process.exitCode = code;
  },
);
