/** One part of a form: a text field, or a file. */
export type FormPart<File> =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: File; readonly fileName: string; readonly type: string };

/** A form ready to be sent. */
export interface MultipartForm<File> {
  /** With the boundary. */
  readonly contentType: string;
  /** Its files, and the bytes before, between and behind them. */
  readonly pieces: readonly (Uint8Array<ArrayBuffer> | File)[];
}

/**
 * A `multipart/form-data` body, its files left as they are. Written by hand rather than by `FormData`, so that the size is
 * known before a file is read, and files can be streamed and counted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function multipart<File>(parts: readonly FormPart<File>[]): MultipartForm<File> {
  const boundary = `form-${randomHex(16)}`;
  const encoder = new TextEncoder();
  const pieces: (Uint8Array<ArrayBuffer> | File)[] = [];
  let text = '';
  for (const part of parts) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"`;
    if ('value' in part) {
      text += `\r\n\r\n${part.value}\r\n`;
      continue;
    }
    const type = /^[\x20-\x7e]+$/.test(part.type) ? part.type : 'application/octet-stream';
    text += `; filename="${quoted(part.fileName)}"\r\nContent-Type: ${type}\r\n\r\n`;
    pieces.push(encoder.encode(text), part.file);
    text = '\r\n';
  }
  pieces.push(encoder.encode(`${text}--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, pieces };
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
