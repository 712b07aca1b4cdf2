import { decodeEntities } from './decode-entities.ts';
import { parseJson } from './parse-json.ts';

/** What an error answer says: the messages it holds, in order. Empty when it says nothing that can be shown. */
export function readErrorMessages(body: unknown): string[] {
  if (typeof body === 'string') {
    const json = parseJson(body);
    if (json !== undefined) return readErrorMessages(json);
    const exception = djangoException(body);
    return exception === undefined ? [] : [exception];
  }
  if (typeof body !== 'object' || body === null) return [];
  if (Array.isArray(body)) return flatten(body, '');
  const { errors, error_msg, error, detail, message, ...fields } = body as Record<string, unknown>;
  for (const candidate of [errors, error_msg, isFlag(error) ? undefined : error, detail, message]) {
    const messages = flatten(candidate, '');
    if (messages.length > 0) return messages;
  }
  // The web framework's own form of validation errors: `{"field": ["message"]}`.
  return Object.entries(fields).flatMap(([field, value]) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string') ? flatten(value, field) : [],
  );
}

/** `error` is often a flag, spelled as Python spells it, with its text elsewhere. */
function isFlag(error: unknown): boolean {
  return /^(true|false)$/i.test(String(error));
}

/** Texts of a list, an object (as `field: text`) or a text. */
function flatten(value: unknown, field: string, depth = 0): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [field ? `${field}: ${value}` : value];
  if (typeof value === 'number') return [field ? `${field}: ${value}` : `${value}`];
  if (typeof value !== 'object' || value === null || depth > 5) return [];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, field, depth + 1));
  return Object.entries(value).flatMap(([key, item]) =>
    flatten(item, field ? `${field}.${key}` : key, depth + 1),
  );
}

/**
 * The text of the exception on a Django debug page, plain or HTML. Nothing else of the page is looked at: it echoes the
 * whole request, presigned URLs and tokens included.
 */
function djangoException(page: string): string | undefined {
  const label = page.indexOf('Exception Value:');
  if (label < 0) return undefined;
  const rest = page.slice(label + 'Exception Value:'.length);
  // In HTML the value has an element of its own; in plain text it ends where the next section begins.
  const cell = /^\s*<\/th>\s*<td[^>]*>\s*(?:<pre[^>]*>)?([\s\S]*?)<\/(?:pre|td)>/i.exec(
    rest.slice(0, 20_000),
  );
  const end = /\bRequest information\b/.exec(rest)?.index;
  if (!cell && (end === undefined || /^\s*<\/th>/i.test(rest))) return undefined;
  const text = cell ? decodeEntities((cell[1] ?? '').replace(/<[^>]*>/g, '')) : rest.slice(0, end);
  return text.trim() || undefined;
}
