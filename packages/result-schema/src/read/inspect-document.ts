import { isPlainObject } from '../is-plain-object.ts';
import { ResultParseError } from './result-parse-error.ts';

/**
 * Walks a parsed document: refuses keys that would change the prototype of a copy, and what is nested too deeply for
 * whoever walks it later by recursion. Answers how many members (keys) its objects have.
 *
 * @throws {@link ResultParseError}: `PoisonedKey` or `TooDeep`.
 */
export function inspectDocument(document: object, maxDepth: number): number {
  let members = 0;
  const path: (string | number)[] = [];
  const refuse = (code: 'PoisonedKey' | 'TooDeep', expected: string): never => {
    throw new ResultParseError(code, [{ path: path.join('.'), expected }]);
  };

  function visit(value: unknown, key: string | number): void {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    path.push(key);
    walk(value);
    path.pop();
  }

  function walk(value: object): void {
    if (path.length >= maxDepth) refuse('TooDeep', `${maxDepth} levels at most`);
    if (Array.isArray(value)) {
      // By index: millions of numbers pass here.
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (typeof item === 'object') visit(item, index);
      }
      return;
    }
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      members++;
      if (isPoisoned(key, item)) {
        path.push(key);
        refuse('PoisonedKey', `no key ${key}`);
      }
      visit(item, key);
    }
  }

  walk(document);
  return members;
}

/** `__proto__`, and `constructor` with a `prototype` in it, as a deep merge would follow it. */
function isPoisoned(key: string, value: unknown): boolean {
  if (key === '__proto__') return true;
  return key === 'constructor' && isPlainObject(value) && Object.hasOwn(value, 'prototype');
}
