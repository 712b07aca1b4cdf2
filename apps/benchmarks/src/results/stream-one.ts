import { JSONParser } from '@streamparser/json';
import { streamResult } from '@x/result-schema';
import { resultBytes } from './result-text.ts';
import type { Streamed, StreamerName } from './stream-in-child.ts';

// The child process: reads so many bytes by one reader, and prints what it took.

/** Each counts the numbers, and keeps nothing that it does not have to. */
const readers: Readonly<Record<StreamerName, (bytes: AsyncIterable<Uint8Array>) => Promise<number>>> = {
  async streamResult(bytes) {
    let count = 0;
    for await (const part of streamResult(bytes)) if (part.kind === 'series') count += part.values.length;
    return count;
  },
  async 'JSON.parse'(bytes) {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
    const { results } = JSON.parse(text) as { readonly results: Readonly<Record<string, readonly number[]>> };
    return Object.values(results).reduce((count, { length }) => count + length, 0);
  },
  async '@streamparser/json'(bytes) {
    let count = 0;
    const parser = new JSONParser({ paths: ['$.results.*'], keepStack: false });
    parser.onValue = ({ value }) => {
      count += (value as readonly number[]).length;
    };
    for await (const chunk of bytes) parser.write(chunk);
    return count;
  },
};

const [name, size] = process.argv.slice(2) as [StreamerName, string];
const start = performance.now();
const numbers = await readers[name](resultBytes(Number(size)));
const seconds = (performance.now() - start) / 1000;
const streamed: Streamed = { numbers, seconds, peak: process.resourceUsage().maxRSS * 1024 };
console.log(JSON.stringify(streamed));
