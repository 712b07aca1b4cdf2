import type { AlgorithmVersion } from '@x/result-schema';

/**
 * Orders version names as Semantic Versioning does (https://semver.org/#spec-item-11), and others as sensibly: numbers by
 * their value, `1.0.0-beta` before `1.0.0`, `2` like `2.0`.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  const length = Math.max(a.numbers.length, b.numbers.length);
  for (let at = 0; at < length; at++) {
    const order = comparePart(a.numbers[at] ?? '0', b.numbers[at] ?? '0');
    if (order !== 0) return order;
  }
  if (!a.preview || !b.preview) return Number(!a.preview) - Number(!b.preview);
  for (let at = 0; at < Math.max(a.preview.length, b.preview.length); at++) {
    const [one, other] = [a.preview[at], b.preview[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = comparePart(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

/** The newest of an algorithm's versions, whatever order they came in; undefined if there is none. */
export function latestVersion<TVersion extends Pick<AlgorithmVersion, 'version'>>(
  versions: readonly TVersion[],
): TVersion | undefined {
  return newestFirst(versions)[0];
}

/** Versions from the newest to the oldest. */
export function newestFirst<TVersion extends Pick<AlgorithmVersion, 'version'>>(
  versions: readonly TVersion[],
): TVersion[] {
  return versions.toSorted((a, b) => compareVersions(b.version, a.version));
}

function partsOf(version: string): { numbers: string[]; preview: string[] | undefined } {
  const [name = ''] = version.replace(/^v(?=\d)/i, '').split('+');
  const dash = name.indexOf('-');
  const [core, preview] = dash === -1 ? [name, undefined] : [name.slice(0, dash), name.slice(dash + 1)];
  return { numbers: core.split('.'), preview: preview?.split('.') };
}

/** Numbers by value and before text; text by code units. */
function comparePart(left: string, right: string): number {
  const [leftNumber, rightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftNumber && rightNumber) {
    const difference = BigInt(left) - BigInt(right);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }
  if (leftNumber !== rightNumber) return leftNumber ? -1 : 1;
  return left === right ? 0 : left < right ? -1 : 1;
}
