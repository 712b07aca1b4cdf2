import { S3ResponseError } from '../errors.ts';
import { readS3Document } from '../read-s3-document.ts';
import { withoutSecrets } from './keep-secrets.ts';

const MAX_MESSAGE = 1000;

/** S3's refusal as an error. Of the document only code, message and ids are kept: other elements hold credentials. */
export function s3ResponseError(
  response: Response,
  xml: string,
  secrets: readonly string[],
): S3ResponseError {
  const elements = readS3Document(xml);
  const code = elements.get('Code') ?? '';
  const id = (header: string, element: string) => response.headers.get(header) ?? elements.get(element);
  const message = withoutSecrets(elements.get('Message') ?? '', secrets).slice(0, MAX_MESSAGE);
  return new S3ResponseError({
    // An answer of something in between, a proxy or a captive portal, has no code of S3.
    code: /^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(code) ? code : 'UnknownError',
    status: response.status,
    message,
    requestId: id('x-amz-request-id', 'RequestId'),
    hostId: id('x-amz-id-2', 'HostId'),
  });
}
