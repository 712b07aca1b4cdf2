/** A place where a value is not JSON. */
export interface NotJson {
  /** Where, such as `q.1`; empty for the value itself. */
  readonly path: string;
  /** What is there: `NaN`, `a function`, `a Date`, `a circular reference`. */
  readonly found: string;
}

/**
 * Finds what `JSON.stringify` would change or drop in silence: NaN and infinities, Dates, Maps, bigints, functions, class
 * instances with a `toJSON`, circles. A property that is undefined counts as left away. Undefined when all is JSON.
 */
export function findNonJson(
  value: unknown,
  path: readonly string[] = [],
  above: readonly object[] = [],
): NotJson | undefined {
  const refuse = (found: string): NotJson => ({ path: path.join('.'), found });
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : refuse(String(value));
    case 'object':
      break;
    default:
      return refuse(value === undefined ? 'undefined' : `a ${typeof value}`);
  }
  if (value === null) return undefined;
  if (above.includes(value)) return refuse('a circular reference');
  if (above.length > 100) return refuse('a value nested more than 100 deep');
  const prototype: unknown = Object.getPrototypeOf(value);
  const list = Array.isArray(value);
  // A plain object of another realm has a prototype of its own, whose prototype is null.
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if ((!list && !plain) || 'toJSON' in value) {
    return refuse(
      `a ${(prototype as { constructor?: { name?: string } } | null)?.constructor?.name || 'special object'}`,
    );
  }
  const entries: Iterable<[string, unknown]> = list
    ? Array.from(value, (item: unknown, index): [string, unknown] => [String(index), item])
    : Object.entries(value).filter(([, item]) => item !== undefined);
  for (const [key, item] of entries) {
    const found = findNonJson(item, [...path, key], [...above, value]);
    if (found) return found;
  }
  return undefined;
}
