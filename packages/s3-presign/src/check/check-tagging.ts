import { encodeUri } from '../sigv4/encode.ts';
import { checkRecord } from './check-record.ts';
import { hasControlCharacter } from './control-characters.ts';
import { refuse } from './refuse.ts';

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MAX_TAGS = 10;
const MAX_NAME = 128;
const MAX_VALUE = 256;
const ALLOWED = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u;

/** Tags, as an option gives them. */
export type Tags = Readonly<Record<string, string>>;

function checkTags(tags: Tags): [string, string][] {
  checkRecord(tags, 'tagging', 'InvalidTagging');
  const entries = Object.entries(tags);
  const wrong = (option: string, why: string) => refuse('InvalidTagging', option, why);
  if (entries.length > MAX_TAGS)
    wrong('tagging', `must have at most ${MAX_TAGS} tags, not ${entries.length}`);
  for (const [name, value] of entries) {
    const option = `tagging.${name}`;
    if (typeof value !== 'string') wrong(option, `must be a string, not ${typeof value}`);
    if (name.length < 1 || name.length > MAX_NAME) wrong(option, `must have a name of 1 to ${MAX_NAME}`);
    if (value.length > MAX_VALUE) wrong(option, `must be at most ${MAX_VALUE} long`);
    if (!name.isWellFormed() || !value.isWellFormed()) wrong(option, 'must be well-formed Unicode');
    // Not a character that XML could carry, in which S3 takes and answers tags.
    if (hasControlCharacter(name + value)) wrong(option, 'must not hold line breaks or control characters');
  }
  return entries;
}

/**
 * Holds tags to what S3 takes of names and characters, and a service that checks neither does not.
 *
 * @throws InvalidInputError `InvalidTagging`
 */
export function checkTagCharacters(tags: Tags): void {
  for (const [name, value] of Object.entries(tags)) {
    const wrong = (why: string) => refuse('InvalidTagging', `tagging.${name}`, why);
    if (/^aws:/i.test(name)) wrong("must not begin with aws:, which is AWS's own");
    if (!ALLOWED.test(name) || !ALLOWED.test(value))
      wrong('must hold only letters, digits, spaces and + - = . _ : / @, in its name and its value');
  }
}

/**
 * Tags as the `x-amz-tagging` header carries them: a query string.
 *
 * @throws InvalidInputError `InvalidTagging` beyond S3's limits: 10 tags, names of 1 to 128, values up to 256 characters.
 */
export function checkTagging(tags: Tags): string {
  return checkTags(tags)
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .join('&');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Tags as the form field `tagging` carries them: a `Tagging` document.
 *
 * @throws InvalidInputError `InvalidTagging` as {@link checkTagging} does.
 */
export function checkTaggingXml(tags: Tags): string {
  const text = (value: string) => value.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
  const set = checkTags(tags).map(
    ([name, value]) => `<Tag><Key>${text(name)}</Key><Value>${text(value)}</Value></Tag>`,
  );
  return `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`;
}
