/** A presigned form, ready to be printed. */
export interface FormParts {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that the sender adds. */
  readonly senderFields: readonly string[];
}

/** A command for a POSIX shell that sends the form, with `FILE` to be replaced. */
export function formAsCurl({ url, fields, senderFields }: FormParts): string {
  const lines = [
    ...Object.entries(fields).map(([name, value]) => `--form-string ${quote(`${name}=${value}`)}`),
    ...senderFields.map((name) => `--form-string ${quote(`${name}=VALUE`)}`),
    // S3 reads nothing behind the file.
    `--form 'file=@"FILE"'`,
    quote(url),
  ];
  return `curl --fail-with-body \\\n  ${lines.join(' \\\n  ')}`;
}

/** A page's form that sends a file from a browser. */
export function formAsHtml({ url, fields, senderFields }: FormParts): string {
  const lines = [
    ...Object.entries(fields).map(
      ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    ),
    ...senderFields.map((name) => `<input name="${escapeHtml(name)}" placeholder="${escapeHtml(name)}">`),
    '<input type="file" name="file" required>',
    '<button>Upload</button>',
  ];
  return `<form method="post" enctype="multipart/form-data" action="${escapeHtml(url)}">\n  ${lines.join('\n  ')}\n</form>`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
