import { multipart } from '@x/http';

/** What stands around the file in a form's body. */
export interface FormEnvelope {
  readonly contentType: string;
  readonly head: Uint8Array<ArrayBuffer>;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/** The form with its fields, and the file last, where S3 wants it. */
export function formEnvelope(
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly type: string },
): FormEnvelope {
  const texts = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const place = new Uint8Array();
  const { contentType, pieces } = multipart([
    ...texts,
    { name: 'file', file: place, fileName: file.name, type: file.type },
  ]);
  const [head = place, , tail = place] = pieces;
  return { contentType, head, tail };
}
