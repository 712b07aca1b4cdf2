import { expectTypeOf, test } from 'vitest';
import type { PresignedPost, PresignedUrl } from '../index.ts';
import { inspect } from './inspect.ts';
import type { Inspection, PostInspection, UrlInspection } from './inspection.ts';

declare const url: PresignedUrl;
declare const post: PresignedPost;
declare const either: PresignedUrl | PresignedPost;

test('a form answers as a form, everything else as a URL', () => {
  expectTypeOf(inspect(post)).toEqualTypeOf<PostInspection>();
  expectTypeOf(inspect(url)).toEqualTypeOf<UrlInspection>();
  expectTypeOf(inspect('https://…')).toEqualTypeOf<UrlInspection>();
  expectTypeOf(inspect(new URL('https://…'))).toEqualTypeOf<UrlInspection>();
  expectTypeOf(inspect(either)).toEqualTypeOf<Inspection>();
});

test('kind tells the two apart', () => {
  const inspection = inspect(either);
  if (inspection.kind === 'post') expectTypeOf(inspection.conditions).toEqualTypeOf<readonly string[]>();
  // @ts-expect-error a URL has no conditions
  else inspection.conditions;
});

test('what has no url is refused', () => {
  // @ts-expect-error url is missing
  inspect({ fields: {} });
});
