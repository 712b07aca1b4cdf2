/**
 * Looks for a key `__proto__` anywhere in a parsed document; whoever copies it key by key would change the prototype of
 * the copy. Answers where the first one is, or undefined. Walks without recursion: depth is no limit.
 */
export function findPoisonedKey(document: object): string | undefined {
  const open: [object, string][] = [[document, '']];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, path] = next;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (typeof item === 'object' && item !== null) open.push([item, `${path}.${index}`]);
      }
      continue;
    }
    if (Object.hasOwn(value, '__proto__')) return `${path}.__proto__`.slice(1);
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'object' && item !== null) open.push([item, `${path}.${key}`]);
    }
  }
  return undefined;
}
