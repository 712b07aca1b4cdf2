import { inspect } from '../inspect/inspect.ts';
import type { PresignerOptions } from '../presigner.ts';
import { redactValues } from '../redact.ts';
import { COMMANDS, PLACE, type PresignCommand } from './flags.ts';
import { type FormParts, formAsCurl, formAsHtml } from './form-as.ts';
import type { Output } from './output.ts';
import { parseS3Uri } from './parse-s3-uri.ts';
import { printable } from './printable.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const FORMS = {
  curl: formAsCurl,
  html: formAsHtml,
  json: (form: object) => JSON.stringify(form, undefined, 2),
} as const;

/** `put`, `get`, `head`, `delete` and `post`: prints what was presigned, and beside it what its sender must know. */
export async function presignCommand(
  command: PresignCommand,
  args: readonly string[],
  output: Output,
): Promise<void> {
  const { operand, options } = readFlags(args, [...PLACE, ...COMMANDS[command]]);
  const { bucket, key } = parseS3Uri(operand);
  const { json, as = json ? 'json' : 'curl', ...rest } = options;
  if (typeof as !== 'string' || !Object.hasOwn(FORMS, as))
    throw new UsageError('--as takes curl, html or json');
  if (json && as !== 'json') throw new UsageError('--json and --as contradict each other');

  const {
    region,
    endpointUrl,
    publicEndpoint,
    forcePathStyle,
    profile,
    startsWith,
    contentTypeStartsWith,
    metadataStartsWith,
    ...given
  } = rest;
  if (typeof profile === 'string') process.env.AWS_PROFILE = profile;
  // The AWS SDK is loaded no sooner than it is needed: `inspect` and `--help` answer at once.
  const { createPresigner } = await import('../presigner.ts');
  const place = defined({ bucket, region, endpoint: endpointUrl, publicEndpoint, forcePathStyle });
  const presigner = createPresigner(place as unknown as PresignerOptions);

  if (command !== 'post') {
    const presigned = await presigner[command](key, given);
    if (json) return output.out(JSON.stringify({ ...presigned }, undefined, 2));
    const headers = Object.entries(redactValues(presigned.headers));
    output.err(`${command.toUpperCase()} ${printable(operand)} until ${presigned.expiresAt.toISOString()}`);
    if (headers.length > 0) output.err('The sender must send these headers, exactly so:');
    for (const [name, value] of headers) output.err(`  ${name}: ${value}`);
    return output.out(presigned.url);
  }

  if (contentTypeStartsWith !== undefined && given.contentType !== undefined)
    throw new UsageError('--content-type and --content-type-starts-with contradict each other');
  const presigned = await presigner.post(startsWith ? { startsWith: key } : key, {
    ...given,
    ...(contentTypeStartsWith === undefined
      ? {}
      : { contentType: { startsWith: String(contentTypeStartsWith) } }),
    metadata: { ...(given.metadata as object), ...(metadataStartsWith as object) },
  });
  const { url, fields, expiresAt } = presigned;
  const { senderFields } = inspect(presigned);
  const form: FormParts = { ...presigned, url, fields, senderFields };
  if (as !== 'json') output.err(`POST ${printable(operand)} until ${expiresAt.toISOString()}`);
  output.out(FORMS[as as keyof typeof FORMS](form));
}

function defined(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
