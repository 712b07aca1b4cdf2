import { expect, test } from 'vitest';
import { codeBlocks } from './code-blocks.ts';

test('finds blocks with their language and line', () => {
  const markdown =
    '# A\n\n```ts\nconst a = 1;\n```\n\ntext\n\n````md\n```\ninner\n```\n````\n```\nplain\n```\n';
  expect(codeBlocks(markdown)).toEqual([
    { language: 'ts', code: 'const a = 1;\n', line: 3 },
    { language: 'md', code: '```\ninner\n```\n', line: 9 },
    { language: '', code: 'plain\n', line: 14 },
  ]);
});

test('takes inline code for no block', () => {
  expect(codeBlocks('a ``` b\n`c`\n')).toEqual([]);
});
