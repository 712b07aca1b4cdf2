import type { Command } from './command.ts';
import { EXPLAIN } from './explain-command.ts';
import { INSPECT } from './inspect-command.ts';
import { PRESIGN_ANY } from './presign-any-command.ts';
import { PRESIGN_FORM } from './presign-form-command.ts';
import { PRESIGN_PARTS } from './presign-parts-command.ts';
import { PRESIGN_URL } from './presign-url-command.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  ...PRESIGN_URL,
  'upload-parts': PRESIGN_PARTS,
  post: PRESIGN_FORM,
  command: PRESIGN_ANY,
  inspect: INSPECT,
  explain: EXPLAIN,
};

/** The command of a name; `undefined` where there is none. */
export function commandOf(name: string): Command | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

/** All commands by their names, in the order of the help. */
export const ALL: readonly (readonly [name: string, command: Command])[] = Object.entries(COMMANDS);
