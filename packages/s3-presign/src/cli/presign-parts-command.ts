import type { UploadPartsOptions } from '../plan/plan-upload-parts.ts';
import { redactValues } from '../redact.ts';
import type { Command } from './command.ts';
import { CUSTOMER_KEY, withCustomerKey } from './customer-key-flag.ts';
import { number, required, toggle } from './flag.ts';
import { openPlace, PLACE } from './place.ts';
import { UPLOAD_ID } from './presign-url-command.ts';
import { printable } from './printable.ts';

/** `upload-parts`: prints a URL a line, and beside it which bytes each takes. */
export const PRESIGN_PARTS: Command = {
  operand: 's3://bucket/key',
  about: 'Presigns all parts of a multipart upload of known size: a URL a line, in order.',
  flags: [
    UPLOAD_ID,
    required(number('size', 'BYTES', 'size of the whole object')),
    number('partSize', 'BYTES', 'size of each part but the last; default: 8 MiB, or what 10000 parts need'),
    toggle('exactSizes', "sign each part's size, which its sender must then send"),
    CUSTOMER_KEY,
    ...PLACE,
  ],
  async run(given, output) {
    const { presigner, key, json, rest } = await openPlace(given);
    // The required flags are there, so their options are.
    const parts = await presigner.uploadParts(key, withCustomerKey(rest) as unknown as UploadPartsOptions);
    if (json) {
      const all = parts.map(({ presigned, ...range }) => ({ ...range, presigned: { ...presigned } }));
      return output.out(JSON.stringify(all, undefined, 2));
    }
    output.err(`PUT ${printable(given.operand)} in ${parts.length} parts, each until its URL's end:`);
    for (const { partNumber, start, end, presigned } of parts) {
      output.err(`  part ${partNumber}: bytes ${start} to ${end - 1}, ${presigned.expiresAt.toISOString()}`);
      for (const [name, value] of Object.entries(redactValues(presigned.headers)))
        output.err(`    to be sent with ${name}: ${value}`);
      output.out(presigned.url);
    }
  },
};
