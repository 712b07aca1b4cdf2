import { describe, expect, test } from 'vitest';
import { planPost } from './plan-post.ts';
import type { PostOptions } from './post-options.ts';

describe('fields and conditions that have no option', () => {
  test('are taken as they are, each field covered by its own exact condition when it is signed', () => {
    expect(
      planPost('a', {
        acl: 'private',
        fields: { 'x-amz-object-lock-mode': 'GOVERNANCE' },
        conditions: [
          ['starts-with', '$Content-Type', 'image/'],
          { 'x-amz-website-redirect-location': '/b' },
          ['content-length-range', 1, 2],
        ],
      }),
    ).toEqual({
      key: 'a',
      fields: { acl: 'private', 'x-amz-object-lock-mode': 'GOVERNANCE' },
      conditions: [
        ['starts-with', '$Content-Type', 'image/'],
        { 'x-amz-website-redirect-location': '/b' },
        ['content-length-range', 1, 2],
      ],
    });
  });

  test.each<[string, PostOptions, string]>([
    ['an option has fixed', { acl: 'private', fields: { ACL: 'public-read' } }, 'fields.ACL'],
    [
      'another condition has fixed',
      { conditions: [{ acl: 'private' }, ['eq', '$Acl', 'private']] },
      'conditions[1]',
    ],
    ['a field has fixed', { fields: { a: 'b' }, conditions: [{ a: 'b' }] }, 'conditions[0]'],
    [
      'a size range has fixed',
      { contentLengthRange: [1, 2], conditions: [['content-length-range', 0, 9]] },
      'conditions[0]',
    ],
    ['signing fills in', { fields: { 'X-Amz-Date': '20260101T000000Z' } }, 'fields.X-Amz-Date'],
    ['is the key', { conditions: [['starts-with', '$key', '']] }, 'conditions[0]'],
    ['has no name', { conditions: [['starts-with', 'acl', ''] as never] }, 'conditions[0]'],
    ['has two names', { conditions: [{ a: '1', b: '2' }] }, 'conditions[0]'],
    ['holds a variable', { fields: { a: '$x' } }, 'fields.a'],
  ])('are refused for a field that %s', (_name, options, option) => {
    expect(() => planPost('a', options)).toThrow(expect.objectContaining({ code: 'InvalidPolicy', option }));
  });
});
