import { readFileSync } from 'node:fs';
import type { Flag } from './flag.ts';
import { UsageError } from './usage-error.ts';

/** SSE-C. The key comes from a file: other users of the machine see what a command line holds. */
export const CUSTOMER_KEY: Flag = {
  option: 'sseCustomerKeyFile',
  value: 'FILE',
  help: 'your own encryption key (SSE-C): a file of 32 bytes, as they are or in base64',
  read: ([path = ''], flag) => readKey(path, flag),
};

/** The options with the key in place of its file. */
export function withCustomerKey(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { sseCustomerKeyFile, ...rest } = options;
  return sseCustomerKeyFile === undefined ? rest : { ...rest, sseCustomerKey: sseCustomerKeyFile };
}

function readKey(path: string, flag: string): string {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new UsageError(`${flag} takes the name of a file`, { cause });
  }
  return content.length === 32 ? content.toString('base64') : content.toString('latin1').trim();
}
