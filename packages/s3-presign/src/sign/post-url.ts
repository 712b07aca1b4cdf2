import type { SigningTarget } from './signing-target.ts';

/** The bucket's own URL, to which forms are posted. */
export function postUrl(target: SigningTarget): string {
  return `${target.protocol}//${target.host}${target.basePath === '' ? '/' : target.basePath}`;
}
