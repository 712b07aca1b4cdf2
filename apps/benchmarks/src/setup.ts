/** What every contender is given: one bucket, one set of keys, a life of 15 minutes, and a new object key each time. */
export const bucket = 'results';
export const region = 'eu-central-1';
export const host: string = `${bucket}.s3.${region}.amazonaws.com`;
export const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId,
  secretAccessKey,
};
export const expiresIn = 900;
export const maxBytes = 1_000_000;

let count = 0;

/** Another key each time, so that nobody wins by remembering the last answer. */
export function nextKey(): string {
  count += 1;
  return `runs/2026/03/result-${count}.json`;
}
