import type { PresignedUrl } from '../presigned-url.ts';
import { redactValues } from '../redact.ts';
import type { Output } from './output.ts';

/** Prints a URL to standard output, and what its sender must know to standard error; or all of it as JSON. */
export function printPresignedUrl(
  presigned: PresignedUrl,
  title: string,
  json: boolean,
  output: Output,
): void {
  if (json) {
    output.out(JSON.stringify({ ...presigned }, undefined, 2));
    return;
  }
  const headers = Object.entries(redactValues(presigned.headers));
  output.err(`${title} until ${presigned.expiresAt.toISOString()}`);
  if (headers.length > 0) output.err('The sender must send these headers, exactly so:');
  for (const [name, value] of headers) output.err(`  ${name}: ${value}`);
  output.out(presigned.url);
}
