import { parseDuration } from './parse-duration.ts';
import { UsageError } from './usage-error.ts';

/** One `--flag` of the command line and the option of the package that it stands for. */
export interface Flag {
  /** Name of the option, as the package has it. */
  readonly option: string;
  /** What stands behind it in the help; without one the flag takes no value. */
  readonly value?: string;
  readonly help: string;
  /** May be given several times. */
  readonly many?: true;
  readonly required?: true;
  /** Makes the option's value of what was given. Default: the text itself. */
  readonly read?: (given: readonly string[], flag: string) => unknown;
}

/** `contentType` as `content-type`. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A flag whose value is taken as it is. */
export function text(option: string, value: string, help: string): Flag {
  return { option, value, help };
}

/** A flag that is there or not. */
export function toggle(option: string, help: string): Flag {
  return { option, help };
}

/** A whole number. */
export function number(option: string, value: string, help: string): Flag {
  return { option, value, help, read: ([given = ''], flag) => readNumber(given, flag) };
}

/** Seconds, or a number with a unit. */
export function duration(option: string, help: string): Flag {
  return { option, value: 'TIME', help, read: ([given = ''], flag) => parseDuration(given, flag) };
}

/** A date of ISO 8601. */
export function date(option: string, help: string): Flag {
  return { option, value: 'DATE', help, read: ([given = ''], flag) => readDate(given, flag) };
}

/** Names with their values, which may be given several times. */
export function pairs(option: string, help: string): Flag {
  return {
    option,
    value: 'NAME=VALUE',
    help: `${help} (repeatable)`,
    many: true,
    read: (given, flag) => readPairs(given, flag, '=', 'NAME=VALUE'),
  };
}

/** The same flag, without which the command can do nothing. */
export function required(flag: Flag): Flag {
  return { ...flag, help: `${flag.help} (required)`, required: true };
}

export const JSON_OUTPUT: Flag = toggle('json', 'print everything as JSON');

/** Reads `name=value` or the like; no name may come twice. */
export function readPairs(
  given: readonly string[],
  flag: string,
  separator: string,
  form: string,
): Record<string, string> {
  const read: Record<string, string> = {};
  for (const one of given) {
    const at = one.indexOf(separator);
    if (at < 1) throw new UsageError(`${flag} takes ${form}`);
    const name = one.slice(0, at);
    if (Object.hasOwn(read, name)) throw new UsageError(`${flag} gives ${name} twice`);
    read[name] = one.slice(at + separator.length);
  }
  return read;
}

export function readNumber(given: string, flag: string): number {
  if (!/^\d{1,15}$/.test(given)) throw new UsageError(`${flag} takes a whole number`);
  return Number(given);
}

export function readJson(given: string, flag: string): unknown {
  try {
    return JSON.parse(given);
  } catch (cause) {
    throw new UsageError(`${flag} takes JSON`, { cause });
  }
}

function readDate(given: string, flag: string): Date {
  const read = new Date(given);
  // JavaScript reads much more: `5` would be a day in 2001, where a number of seconds was meant.
  if (!/^\d{4}-\d{2}-\d{2}/.test(given) || Number.isNaN(read.getTime()))
    throw new UsageError(`${flag} takes a date: 2026-03-01T12:00:00Z`);
  return read;
}
