import { expect, test } from 'vitest';
import { compareVersions, latestVersion } from './latest-version.ts';

test('versions stand in the order of Semantic Versioning', () => {
  const ordered = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.9.0',
    '1.10.0',
    '2',
    '2.0.1',
    '10.0.0',
    'beta',
  ];
  expect(ordered.toReversed().sort(compareVersions)).toEqual(ordered);
});

test.each([
  ['1', '1.0.0'],
  ['v1.2', '1.2'],
  ['1.0.0+build.1', '1.0.0+build.2'],
])('%s is as new as %s', (left, right) => {
  expect([compareVersions(left, right), compareVersions(right, left)]).toEqual([0, 0]);
});

test('the latest is found wherever it stands', () => {
  expect(latestVersion([{ version: '1.9.0' }, { version: '1.10.0' }, { version: '1.2.0' }])).toEqual({
    version: '1.10.0',
  });
  expect(latestVersion([])).toBeUndefined();
});
