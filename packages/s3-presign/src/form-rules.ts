/** What S3 takes before the file of a form, in bytes (`MaxPostPreDataLengthExceeded`). */
export const MAX_PRE_DATA_BYTES = 20_480;

/** S3 replaces this, in any field, with the file's name as the sender gives it (S3's "HTML Form Fields"). */
export const FILENAME = '${filename}';

// Fields for which S3 takes exact conditions alone; every other x-amz-* but metadata is one too.
const EXACT_ONLY = new Set(['bucket', 'success_action_status']);

/**
 * Whether S3 takes exact conditions alone for a field, name in lower case, and so refuses every form with a
 * `starts-with` on it ("Creating a POST Policy").
 */
export function isExactOnly(field: string): boolean {
  return EXACT_ONLY.has(field) || (field.startsWith('x-amz-') && !field.startsWith('x-amz-meta-'));
}

/** What S3 takes of a file's name: the part behind the last slash or backslash. */
export function fileNameOf(name: string): string {
  return name.replace(/^.*[/\\]/s, '');
}
