import { inspect } from '../inspect/inspect.ts';
import type { PolicyCondition } from '../plan/post-options.ts';
import type { Command } from './command.ts';
import { withCustomerKey } from './customer-key-flag.ts';
import { type Flag, number, pairs, readJson, readNumber, text, toggle } from './flag.ts';
import { type FormParts, formAsCurl, formAsHtml } from './form-as.ts';
import { openPlace, PLACE } from './place.ts';
import { printable } from './printable.ts';
import { UPLOAD } from './upload-flags.ts';
import { UsageError } from './usage-error.ts';

const FORMS = {
  curl: formAsCurl,
  html: formAsHtml,
  json: (form: object) => JSON.stringify(form, undefined, 2),
} as const;

const POST: readonly Flag[] = [
  ...UPLOAD,
  toggle('startsWith', 'the key is a prefix, below which the sender chooses'),
  text('contentTypeStartsWith', 'PREFIX', 'let the sender choose the content type'),
  pairs('metadataStartsWith', 'let the sender choose the metadata'),
  {
    option: 'contentLengthRange',
    value: 'MIN,MAX',
    help: 'size of the file in bytes',
    read: ([given = ''], flag) => {
      const [min = '', max = '', ...more] = given.split(/[,-]/);
      if (more.length > 0) throw new UsageError(`${flag} takes two numbers: 1,1000000`);
      return [readNumber(min, flag), readNumber(max, flag)];
    },
  },
  number('successActionStatus', 'STATUS', '200, 201 or 204'),
  text('successActionRedirect', 'URL', 'where S3 sends a browser afterwards'),
  pairs('fields', 'a field that has no flag'),
  {
    option: 'conditions',
    value: 'JSON',
    help: 'a condition for a field that the sender adds (repeatable)',
    many: true,
    read: (given, flag) => given.map((one) => readJson(one, flag) as PolicyCondition),
  },
  text('as', 'curl|html|json', 'how to print the form; default: curl'),
];

/** `post`: prints a form as a command, a page, or JSON. */
export const PRESIGN_FORM: Command = {
  operand: 's3://bucket/key',
  about: 'Presigns an upload by a form, which can limit size, type and key.',
  flags: [...POST, ...PLACE],
  async run(given, output) {
    const { presigner, key, json, rest } = await openPlace(given);
    const { as = json ? 'json' : 'curl', startsWith, ...options } = rest;
    if (typeof as !== 'string' || !Object.hasOwn(FORMS, as))
      throw new UsageError('--as takes curl, html or json');
    if (json && as !== 'json') throw new UsageError('--json and --as contradict each other');

    const presigned = await presigner.post(startsWith ? { startsWith: key } : key, postOptions(options));
    const { url, fields, expiresAt } = presigned;
    const { senderFields } = inspect(presigned);
    const form: FormParts = { ...presigned, url, fields, senderFields };
    if (as !== 'json') output.err(`POST ${printable(given.operand)} until ${expiresAt.toISOString()}`);
    output.out(FORMS[as as keyof typeof FORMS](form));
  },
};

function postOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { contentTypeStartsWith, metadata, metadataStartsWith, ...given } = withCustomerKey(options);
  if (contentTypeStartsWith !== undefined && given.contentType !== undefined)
    throw new UsageError('--content-type and --content-type-starts-with contradict each other');
  const open = Object.entries({ ...(metadataStartsWith as Record<string, string>) });
  return {
    ...given,
    ...(contentTypeStartsWith === undefined ? {} : { contentType: { startsWith: contentTypeStartsWith } }),
    metadata: {
      ...(metadata as Record<string, string>),
      ...Object.fromEntries(open.map(([name, startsWith]) => [name, { startsWith }])),
    },
  };
}
