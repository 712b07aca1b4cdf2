import { headerText } from '../header-text.ts';
import { fault, invalidArgument } from '../s3-fault.ts';
import { readPieces } from '../storage/piece.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { checkRead } from './conditions.ts';
import { checkCustomerKey } from './customer-key.ts';
import { existingObject } from './existing.ts';
import type { Answer, Call, Operation } from './operation.ts';

/** Query parameters by which a GET or HEAD asks for headers other than the stored ones. */
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** GET and HEAD of an object: the same answer, but for the bytes. */
export const getObject: Operation = ({ store, rules }, { address, headers, request }) => {
  const { object } = existingObject(store, address);
  checkCustomerKey(object, headers);
  const validators = { etag: `"${object.etag}"`, 'last-modified': new Date(object.modified).toUTCString() };
  if (checkRead(object, headers)) return { status: 304, headers: validators };

  const part = rules.readsParts ? address.parameters.get('partNumber') : null;
  const { status, start, end, headers: about } = extent(object, part, headers.range);
  const answer: Record<string, string> = {
    ...object.headers,
    ...validators,
    ...about,
    'accept-ranges': 'bytes',
    'content-length': String(end - start),
  };
  if (object.tags.length > 0) answer['x-amz-tagging-count'] = String(object.tags.length);
  if (headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && status === 200) {
    for (const [name, value] of Object.entries(object.checksums)) answer[`x-amz-checksum-${name}`] = value;
    if (Object.keys(object.checksums).length > 0) answer['x-amz-checksum-type'] = object.checksumType;
  }
  for (const name of OVERRIDES) {
    const override = address.parameters.get(`response-${name}`);
    if (override !== null) answer[name] = headerText(override);
  }
  const body = request.method === 'HEAD' ? {} : { body: readPieces(object.pieces, start, end) };
  return { status, headers: answer, ...body } satisfies Answer;
};

interface Extent {
  readonly status: 200 | 206;
  readonly start: number;
  /** The first byte behind it. */
  readonly end: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Which bytes of an object are asked for: all, a range, or a part as it was uploaded. */
function extent(object: StoredObject, part: string | null, range: Call['headers'][string]): Extent {
  if (part !== null) {
    // As captured in ceph/ceph#66780.
    if (range !== undefined)
      throw fault(
        400,
        'InvalidRequest',
        'Cannot specify both Range header and partNumber query parameter',
        {},
        { kind: 'parameter', name: 'partNumber' },
      );
    return partExtent(object, part);
  }
  const whole: Extent = { status: 200, start: 0, end: object.size, headers: {} };
  // Several ranges S3 does not do; like any server may, it then answers all of the object.
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return whole;
  const start = first === '' ? Math.max(object.size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? object.size : Math.min(Number(last) + 1, object.size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return whole;
  if (start >= end)
    throw fault(416, 'InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: range ?? '',
      ActualObjectSize: String(object.size),
    });
  return partial(object, start, end);
}

function partExtent(object: StoredObject, text: string): Extent {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw invalidArgument(
      'partNumber',
      text,
      'Part number must be an integer between 1 and 10000, inclusive',
    );
  const parts = object.parts ?? [[1, object.size]];
  let start = 0;
  for (const [one, size] of parts) {
    if (one === number) {
      const found =
        size === 0
          ? { status: 206 as const, start, end: start, headers: {} }
          : partial(object, start, start + size);
      const count: Record<string, string> =
        object.parts === undefined ? {} : { 'x-amz-mp-parts-count': String(parts.length) };
      return { ...found, headers: { ...found.headers, ...count } };
    }
    start += size;
  }
  throw fault(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested: text,
    ActualPartCount: String(parts.length),
  });
}

function partial({ size }: StoredObject, start: number, end: number): Extent {
  return { status: 206, start, end, headers: { 'content-range': `bytes ${start}-${end - 1}/${size}` } };
}
