import type { ProviderRules } from '../provider.ts';
import { fault, invalidArgument, type S3Fault } from '../s3-fault.ts';
import type { ObjectSettings } from '../storage/stored-object.ts';
import { existingObject, noContent } from './existing.ts';
import type { Operation } from './operation.ts';
import { parseXml, readXml, type XmlNode } from './read-xml.ts';
import { xmlAnswer } from './xml-answer.ts';

type Tags = ObjectSettings['tags'];

const MAX_TAGS = 10;

// In UTF-16 code units.
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** What tags are held to. */
export type TagRules = Pick<ProviderRules, 'strictTags'>;

/** Tags as they stand in a header, `team=a%20b&run=7`. One that stands twice is a fault of the header: versitygw#1215. */
export function tagsOfHeader(text: string | undefined, rules: TagRules): Tags {
  if (text === undefined) return [];
  const tags = [...new URLSearchParams(text)];
  // To RGW also one that is too long.
  const isMalformed = rules.strictTags ? hasDuplicates(tags) : tags.some(isTooLong);
  if (isMalformed || tags.length > MAX_TAGS || tags.some(([key]) => key === ''))
    throw invalidArgument(
      'x-amz-tagging',
      text,
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    );
  return checked(tags, rules);
}

/** Tags of a form's field: a document. One with another root is taken for none, as S3 has been seen to do. */
export function tagsOfForm(text: string | undefined, rules: TagRules): Tags {
  if (text === undefined) return [];
  const root = /<(\w+)[\s>]/.exec(text.replace(/<\?.*?\?>/s, ''))?.[1];
  if (root !== undefined && root !== 'Tagging') {
    parseXml(text, root);
    return [];
  }
  return tagsOf(parseXml(text, 'Tagging'), rules);
}

export const getTagging: Operation = ({ store }, { address }) => {
  const { object } = existingObject(store, address);
  const Tag = object.tags.map(([Key, Value]) => ({ Key, Value }));
  return xmlAnswer('Tagging', { TagSet: { Tag } });
};

export const putTagging: Operation = async ({ store, rules }, call) => {
  const tags = tagsOf(await readXml(call, 'Tagging'), rules);
  const { bucket, object } = existingObject(store, call.address);
  bucket.change({ ...object, tags });
  return { status: 200 };
};

export const deleteTagging: Operation = ({ store }, { address }) => {
  const { bucket, object } = existingObject(store, address);
  bucket.change({ ...object, tags: [] });
  return noContent();
};

function tagsOf(document: XmlNode, rules: TagRules): Tags {
  const tags = document
    .all('TagSet')
    .flatMap((set) => set.all('Tag'))
    .map((tag): [string, string] => [tag.text('Key') ?? '', tag.text('Value') ?? '']);
  if (tags.length > MAX_TAGS) throw fault(400, 'BadRequest', 'Object tags cannot be greater than 10');
  return checked(tags, rules);
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html and, for what is said, versitygw#1663 and
// LocalStack's recordings.
function checked(tags: [string, string][], { strictTags }: TagRules): Tags {
  if (strictTags && hasDuplicates(tags)) throw invalidTag('Cannot provide multiple Tags with the same key');
  for (const [key, value] of tags) {
    const about = { TagKey: key };
    if (strictTags && /^aws:/i.test(key)) throw invalidTag('Your TagKey cannot be prefixed with aws:', about);
    if (key === '' || key.length > MAX_KEY || (strictTags && !ALLOWED.test(key)))
      throw invalidTag('The TagKey you have provided is invalid', about);
    if (value.length > MAX_VALUE || (strictTags && !ALLOWED.test(value)))
      throw invalidTag('The TagValue you have provided is invalid', { ...about, TagValue: value });
  }
  return tags;
}

const ALLOWED = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u;

function isTooLong([key, value]: Tags[number]): boolean {
  return key.length > MAX_KEY || value.length > MAX_VALUE;
}

function hasDuplicates(tags: Tags): boolean {
  return new Set(tags.map(([key]) => key)).size !== tags.length;
}

function invalidTag(message: string, details?: Readonly<Record<string, string>>): S3Fault {
  return fault(400, 'InvalidTag', message, details);
}
