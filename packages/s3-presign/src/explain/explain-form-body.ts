import { MAX_PRE_DATA_BYTES } from '../form-rules.ts';
import type { Reason } from './explanation.ts';

const NOT_MULTIPART = /must be of the enclosure-type multipart\/form-data/i;
const ONE_FILE = /exactly one file/i;
const LEAVE_TYPE = 'Send a FormData, and leave Content-Type to the client, which knows the boundary.';

/** What S3 found wrong with how a form was written, before it looked at its policy. */
export function explainFormBody(
  code: string,
  told: string,
  document: ReadonlyMap<string, string>,
): Reason | undefined {
  const number = (name: string) => /^\d{1,15}$/.exec(document.get(name) ?? '')?.[0];
  if (code === 'RequestIsNotMultiPartContent' || NOT_MULTIPART.test(document.get('Condition') ?? told))
    return { kind: 'multipart', message: `S3 reads forms as multipart/form-data alone. ${LEAVE_TYPE}` };
  if (code === 'MalformedPOSTRequest')
    return {
      kind: 'multipart',
      message: `The body is no whole multipart/form-data: it was cut short, or its boundary is not the one that Content-Type names. ${LEAVE_TYPE}`,
    };
  if (code === 'InvalidArgument' && (ONE_FILE.test(told) || document.get('ArgumentName') === 'file')) {
    const files = number('ArgumentValue') ?? '0';
    return {
      kind: files === '0' ? 'missing-field' : 'multipart',
      name: 'file',
      message:
        files === '0'
          ? 'S3 found no file: send it in a field named file, behind all others, as a file and not as text.'
          : `S3 found ${files} files and takes one: send each in a form of its own.`,
    };
  }
  if (/^MaxPostPreDataLengthExceeded/.test(code))
    return {
      kind: 'size',
      message:
        'The fields before the file are larger than S3 takes: shorten metadata and tags, and send the bytes of the object in the field file.',
      expected: `at most ${number('MaxPostPreDataLengthBytes') ?? MAX_PRE_DATA_BYTES} bytes`,
    };
  return undefined;
}
