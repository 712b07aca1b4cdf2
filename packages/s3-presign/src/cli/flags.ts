import { parseDuration } from './parse-duration.ts';
import { UsageError } from './usage-error.ts';

/** One `--flag` of the command line and the option of the package that it stands for. */
export interface Flag {
  /** Name of the option, as the package has it. */
  readonly option: string;
  /** What stands behind it in the help; without one the flag takes no value. */
  readonly value?: string;
  readonly help: string;
  /** May be given several times. */
  readonly many?: true;
  /** Makes the option's value of what was given. Default: the text itself. */
  readonly read?: ((given: readonly string[], flag: string) => unknown) | undefined;
}

/** `contentType` as `content-type`. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const text = (option: string, value: string, help: string): Flag => ({ option, value, help });
const pairs = (option: string, help: string, read: Flag['read'] = readPairs): Flag => ({
  option,
  value: 'NAME=VALUE',
  help: `${help} (repeatable)`,
  many: true,
  read,
});

const EXPIRES_IN: Flag = {
  option: 'expiresIn',
  value: 'TIME',
  help: 'life, at most 7d: 900, 15m, 2h, 7d',
  read: ([given = '']) => parseDuration(given),
};

/** Flags of every command that presigns. */
export const PLACE: readonly Flag[] = [
  text('region', 'REGION', 'AWS region; default: as in the AWS CLI'),
  text('endpointUrl', 'URL', 'an S3-compatible service'),
  text('publicEndpoint', 'URL', 'the service as the sender sees it'),
  { option: 'forcePathStyle', help: 'put the bucket into the path' },
  text('profile', 'NAME', 'profile of ~/.aws to take credentials and region from'),
  { option: 'json', help: 'print everything as JSON' },
  EXPIRES_IN,
];

const VERSION_ID = text('versionId', 'ID', 'one version of the object');

const GET: readonly Flag[] = [
  VERSION_ID,
  text('responseContentType', 'TYPE', 'make S3 answer with this header'),
  text('responseContentDisposition', 'TEXT', 'make S3 answer with this header'),
  text('responseContentEncoding', 'TEXT', 'make S3 answer with this header'),
  text('responseContentLanguage', 'TEXT', 'make S3 answer with this header'),
  text('responseCacheControl', 'TEXT', 'make S3 answer with this header'),
  {
    option: 'responseExpires',
    value: 'DATE',
    help: 'make S3 answer with this header',
    read: ([given = ''], flag) => readDate(given, flag),
  },
];

/** What both kinds of upload can fix. */
const UPLOAD: readonly Flag[] = [
  text('acl', 'ACL', 'canned ACL, such as bucket-owner-full-control'),
  text('contentType', 'TYPE', 'the only content type that S3 takes'),
  text('contentDisposition', 'TEXT', 'the only value that S3 takes'),
  text('contentEncoding', 'TEXT', 'the only value that S3 takes'),
  text('cacheControl', 'TEXT', 'the only value that S3 takes'),
  pairs('metadata', 'user metadata'),
  pairs('tagging', 'object tag'),
  text('storageClass', 'CLASS', 'such as STANDARD_IA'),
  text('serverSideEncryption', 'KIND', 'AES256, aws:kms or aws:kms:dsse'),
  text('sseKmsKeyId', 'KEY', 'KMS key id or ARN'),
];

const PUT: readonly Flag[] = [
  ...UPLOAD,
  {
    option: 'contentLength',
    value: 'BYTES',
    help: 'the only size that S3 takes',
    read: ([given = ''], flag) => readNumber(given, flag),
  },
  text('contentLanguage', 'TEXT', 'the only value that S3 takes'),
  text('checksumSha256', 'BASE64', 'SHA-256 of the body, enforced'),
  { option: 'ifNoneMatch', value: "'*'", help: 'refuse to overwrite' },
];

const POST: readonly Flag[] = [
  ...UPLOAD,
  { option: 'startsWith', help: 'the key is a prefix, below which the sender chooses' },
  text('contentTypeStartsWith', 'PREFIX', 'let the sender choose the content type'),
  pairs('metadataStartsWith', 'let the sender choose the metadata', (given, flag) =>
    Object.fromEntries(
      Object.entries(readPairs(given, flag)).map(([name, startsWith]) => [name, { startsWith }]),
    ),
  ),
  {
    option: 'contentLengthRange',
    value: 'MIN,MAX',
    help: 'size of the file in bytes',
    read: ([given = ''], flag) => {
      const [min = '', max = '', ...more] = given.split(/[,-]/);
      if (more.length > 0) throw new UsageError(`${flag} takes two numbers: 1,1000000`);
      return [readNumber(min, flag), readNumber(max, flag)];
    },
  },
  {
    option: 'successActionStatus',
    value: 'STATUS',
    help: '200, 201 or 204',
    read: ([given = ''], flag) => readNumber(given, flag),
  },
  text('successActionRedirect', 'URL', 'where S3 sends a browser afterwards'),
  text('as', 'curl|html|json', 'how to print the form; default: curl'),
];

/** The flags of each command that presigns, besides {@link PLACE}. */
export const COMMANDS: Readonly<Record<PresignCommand, readonly Flag[]>> = {
  put: PUT,
  get: GET,
  head: GET,
  delete: [VERSION_ID],
  post: POST,
};

/** A command that presigns. */
export type PresignCommand = 'put' | 'get' | 'head' | 'delete' | 'post';

/** Flags of `inspect`. */
export const INSPECT: readonly Flag[] = [
  text('method', 'METHOD', 'the method that a bare URL was signed for'),
  text('bucket', 'NAME', 'the bucket, where the host does not tell'),
  { option: 'json', help: 'print everything as JSON' },
];

function readPairs(given: readonly string[], flag: string): Record<string, string> {
  const read: Record<string, string> = {};
  for (const one of given) {
    const at = one.indexOf('=');
    if (at < 1) throw new UsageError(`${flag} takes NAME=VALUE`);
    const name = one.slice(0, at);
    if (Object.hasOwn(read, name)) throw new UsageError(`${flag} gives ${name} twice`);
    read[name] = one.slice(at + 1);
  }
  return read;
}

function readNumber(given: string, flag: string): number {
  if (!/^\d{1,15}$/.test(given)) throw new UsageError(`${flag} takes a whole number`);
  return Number(given);
}

function readDate(given: string, flag: string): Date {
  const date = new Date(given);
  if (Number.isNaN(date.getTime())) throw new UsageError(`${flag} takes a date: 2026-03-01T12:00:00Z`);
  return date;
}
