import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RefusedForm, RefusedRequest } from '../explain/check-sent.ts';
import { explain } from '../explain/explain.ts';
import type { Command } from './command.ts';
import { JSON_OUTPUT, pairs, readPairs, text, toggle } from './flag.ts';
import { printExplanation } from './print-explanation.ts';
import { readInput, readText } from './read-input.ts';
import { UsageError } from './usage-error.ts';

/** `explain`: prints why S3 refused a request or form. */
export const EXPLAIN: Command = {
  operand: 'URL|FILE',
  about: `Tells why S3 refused a request or form. Offline, from what was sent and the XML that S3 answered.
FILE holds a URL or JSON, as put --json and post --json print it: url with method and headers, or url with fields.

  curl -s -T run.json "$URL" | s3-presign explain "$URL" --method PUT`,
  flags: [
    text(
      'answer',
      'FILE',
      "S3's answer, XML; default: standard input (/dev/null for a HEAD, which has none)",
    ),
    text(
      'method',
      'METHOD',
      'the method that was sent; default: as FILE says, of a URL alone as S3 tells it, else GET',
    ),
    {
      option: 'header',
      value: "'NAME: VALUE'",
      help: 'a header that was sent (repeatable)',
      many: true,
      read: (given, flag) => readPairs(given, flag, ':', "'NAME: VALUE'"),
    },
    pairs('field', 'a field of the form that was sent besides'),
    text('file', 'FILE', 'the file that was sent with the form: its name and size count'),
    text('presigned', 'URL|FILE', 'the URL as it was presigned, to compare; best as put --json prints it'),
    toggle(
      'signAgain',
      'sign it again with your AWS credentials, to tell a wrong key from a changed request',
    ),
    text('profile', 'NAME', 'profile of ~/.aws to take the credentials from'),
    JSON_OUTPUT,
  ],
  async run({ operand, options }, output) {
    const { answer = '-', presigned, signAgain, profile, json } = options;
    if (operand === '-' && answer === '-')
      throw new UsageError('Standard input has one thing to read: give --answer a file');
    const sent = withFlags(await readSent(operand), options);
    const request = isForm(sent) && options.file ? { ...sent, file: await fileOf(options.file) } : sent;
    const wanted = presigned === undefined ? undefined : await readSent(String(presigned));
    if (wanted && (isForm(wanted) || isForm(sent)))
      throw new UsageError('--presigned compares URLs: a form holds its own policy');
    const explanation = explain(
      request,
      await readText(String(answer), "--answer says where S3's answer is"),
      {
        ...(wanted && { presigned: wanted }),
        ...(signAgain ? { secretAccessKey: await secretAccessKey(profile) } : {}),
      },
    );
    output.out(json ? JSON.stringify(explanation, undefined, 2) : printExplanation(explanation));
  },
};

async function readSent(operand: string): Promise<string | RefusedRequest | RefusedForm> {
  const sent = await readInput(operand, 'explain takes a URL');
  if (typeof sent === 'string') return sent;
  if (!isRecord(sent) || typeof sent.url !== 'string')
    throw new UsageError('What was sent is a URL, or JSON with url');
  const { url, method, headers, fields } = sent;
  const holds = (value: unknown) =>
    value === undefined || (isRecord(value) && Object.values(value).every((one) => typeof one === 'string'));
  if (!holds(headers) || !holds(fields) || (method !== undefined && typeof method !== 'string'))
    throw new UsageError('In the JSON, method is a text, headers and fields hold texts');
  return fields === undefined
    ? { url, ...(method && { method }), headers: { ...(headers as Record<string, string>) } }
    : { url, fields: fields as Record<string, string> };
}

function isForm(sent: string | RefusedRequest | RefusedForm): sent is RefusedForm {
  return typeof sent !== 'string' && 'fields' in sent;
}

function withFlags(
  sent: string | RefusedRequest | RefusedForm,
  { method, header, field, file }: Readonly<Record<string, unknown>>,
): string | RefusedRequest | RefusedForm {
  if (isForm(sent)) {
    if (method ?? header) throw new UsageError('--method and --header are for URLs');
    return { url: sent.url, fields: { ...sent.fields, ...(field as Record<string, string>) } };
  }
  if (field ?? file) throw new UsageError('--field and --file are for forms');
  if (typeof sent === 'string') {
    if (!(method ?? header)) return sent;
    return withFlags({ url: sent }, { method, header });
  }
  // As curl writes them, with a space behind the colon.
  const headers = Object.entries({ ...(header as Record<string, string>) });
  return {
    ...sent,
    ...(typeof method === 'string' && { method }),
    headers: {
      ...(sent.headers as Record<string, string>),
      ...Object.fromEntries(headers.map(([name, value]) => [name, value.trim()])),
    },
  };
}

async function fileOf(path: unknown): Promise<{ readonly size: number; readonly name: string }> {
  try {
    return { size: (await stat(String(path))).size, name: basename(String(path)) };
  } catch (cause) {
    throw new UsageError('--file takes the name of a file', { cause });
  }
}

async function secretAccessKey(profile: unknown): Promise<string> {
  if (typeof profile === 'string') process.env.AWS_PROFILE = profile;
  const [{ S3Client }, { credentialSource }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('../sign/credential-source.ts'),
  ]);
  const credentials = await credentialSource(new S3Client(), () => new Date(), false)(0);
  return credentials.secretAccessKey;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
