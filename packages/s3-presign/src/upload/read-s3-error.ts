import { S3ResponseError } from '../errors.ts';
import { withoutSecrets } from './keep-secrets.ts';

/** More of an error document is not read, in characters: S3's have a few thousand. */
const MAX_DOCUMENT = 65_536;
const MAX_MESSAGE = 1000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** The text of the first element of this name. S3's documents are flat, and nothing in them is expanded. */
export function elementText(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml.slice(0, MAX_DOCUMENT))?.[1];
  return text?.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** S3's refusal as an error. Of the document only code, message and ids are kept: other elements hold credentials. */
export function s3ResponseError(
  response: Response,
  xml: string,
  secrets: readonly string[],
): S3ResponseError {
  const code = elementText(xml, 'Code') ?? '';
  const id = (header: string, element: string) => response.headers.get(header) ?? elementText(xml, element);
  const message = withoutSecrets(elementText(xml, 'Message') ?? '', secrets).slice(0, MAX_MESSAGE);
  return new S3ResponseError({
    // An answer of something in between, a proxy or a captive portal, has no code of S3.
    code: /^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(code) ? code : 'UnknownError',
    status: response.status,
    message,
    requestId: id('x-amz-request-id', 'RequestId'),
    hostId: id('x-amz-id-2', 'HostId'),
  });
}
