import { refuse } from './api-error.ts';
import { isRecord, parseJson } from './form-fields.ts';
import type { Form } from './read-form.ts';

/** Where results go, and with which `callback_param`. Holds bearer secrets: never log it. */
export interface Target {
  readonly url: URL;
  /** The form fields of a presigned POST. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What is sent along, without the form fields. */
  readonly param: unknown;
}

/** The callbacks of a request. */
export interface Callbacks {
  readonly targets: readonly Target[];
  /** `callback_param` as the task shows it: as it was sent, but for the form fields. */
  readonly param: unknown;
}

/**
 * Reads `callback_url` (several joined with a pipe, or repeated) and `callback_param` (null, one object for all, or a
 * list with one object per URL): AI Core wire contract, section 7.
 */
export function readCallbacks(form: Form): Callbacks {
  const urls = form
    .texts('callback_url')
    .flatMap((text) => text.split('|'))
    .map(readUrl);
  const sent = parseJson('callback_param', form.text('callback_param') ?? 'null');
  if (sent !== null && !isRecord(sent) && !Array.isArray(sent)) {
    throw refuse('callback_param', 'Value must be null, an object, or a list with one object per URL.');
  }
  if (Array.isArray(sent) && sent.length !== urls.length) {
    throw refuse(
      'callback_param',
      `The list must have one object per URL, but has ${sent.length} for ${urls.length} URLs.`,
    );
  }
  const params = (Array.isArray(sent) ? sent : urls.map(() => sent)).map(separateFields);
  return {
    targets: urls.map((url, index) => ({ url, ...(params[index] ?? { param: null }) })),
    param: Array.isArray(sent) ? params.map(({ param }) => param) : separateFields(sent).param,
  };
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  // Not quoted: a presigned URL is a secret even when it is broken.
  if (url === null || !/^https?:$/.test(url.protocol)) throw refuse('callback_url', 'Enter a valid URL.');
  return url;
}

/** Takes the form fields out of a param: they are credentials and are never shown again. */
function separateFields(param: unknown): Omit<Target, 'url'> {
  if (param === null) return { param };
  if (!isRecord(param)) throw refuse('callback_param', 'Every entry of the list must be an object or null.');
  const { s3_fields: fields, ...rest } = param;
  if (fields === undefined) return { param: rest };
  if (!isRecord(fields) || !Object.values(fields).every((value) => typeof value === 'string')) {
    throw refuse('callback_param', '`s3_fields` must be an object of strings.');
  }
  return { param: rest, fields: fields as Record<string, string> };
}
