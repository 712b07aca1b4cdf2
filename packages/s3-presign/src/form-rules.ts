/** What S3 takes before the file of a form, in bytes (`MaxPostPreDataLengthExceeded`). */
export const MAX_PRE_DATA_BYTES = 20_480;

/** S3 replaces this, in any field, with the file's name as the sender gives it (S3's "HTML Form Fields"). */
export const FILENAME = '${filename}';

/** What S3 takes of a file's name: the part behind the last slash or backslash. */
export function fileNameOf(name: string): string {
  return name.replace(/^.*[/\\]/s, '');
}
