/**
 * What is written as a JSON object, also where its type is an interface, which TypeScript gives no index signature. That all
 * of it is JSON is checked when it is sent.
 */
export type JsonObject =
  | Readonly<Record<string, unknown>>
  // Lists, maps and sets are objects too.
  | (object & { readonly [Symbol.iterator]?: never });
