/** One part of a form: a text field, or a file with its media type as the Blob's `type`. */
export interface FormPart {
  /** ASCII, without quotes or line ends. */
  readonly name: string;
  readonly value: string | Blob;
  /** ASCII, without quotes or line ends. Files only. */
  readonly filename?: string;
}

/**
 * A multipart form as a Blob, whose `type` carries the boundary. The Blob refers to the files and copies none of them, its
 * length is known before it is sent, and it can be sent again.
 *
 * A FormData would do the same, were it not for Node.js: aborting the upload of one right at its start is an unhandled
 * rejection there (seen in 24.21; a Blob's is not).
 *
 * Source: RFC 7578; AI Core wire contract, section 5.
 */
export function multipart(parts: readonly FormPart[]): Blob {
  // Not `crypto.randomUUID`: in pages it is there in secure contexts alone.
  const random = crypto.getRandomValues(new Uint8Array(16));
  const boundary = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const chunks = parts.flatMap(({ name, value, filename }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const type = typeof value === 'string' ? '' : `\r\nContent-Type: ${value.type}`;
    return [
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${type}\r\n\r\n`,
      value,
      '\r\n',
    ];
  });
  return new Blob([...chunks, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}
