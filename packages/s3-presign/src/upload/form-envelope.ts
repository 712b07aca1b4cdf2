/** What stands around the file in a form's body. */
export interface FormEnvelope {
  readonly contentType: string;
  readonly head: Uint8Array<ArrayBuffer>;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/**
 * `multipart/form-data` with the file last, where S3 wants it. Written by hand rather than by `FormData`, so that the
 * size is known before the file is read, and the file can be streamed and counted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function formEnvelope(
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly type: string },
): FormEnvelope {
  const boundary = `form-${randomHex(16)}`;
  const part = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${more}\r\n`;
  const head = Object.entries(fields).map(([name, value]) => `${part(name)}\r\n${value}\r\n`);
  const type = /^[\x20-\x7e]+$/.test(file.type) ? file.type : 'application/octet-stream';
  head.push(`${part('file', `; filename="${quoted(file.name)}"`)}Content-Type: ${type}\r\n\r\n`);
  const encoder = new TextEncoder();
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: encoder.encode(head.join('')),
    tail: encoder.encode(`\r\n--${boundary}--\r\n`),
  };
}

// `crypto.randomUUID` is there in secure contexts alone, and pages on http have uploads too.
function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** As the Fetch standard quotes names in a form. */
function quoted(text: string): string {
  return text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
