import { expect, test } from 'vitest';
import { S3_NAMESPACE, xmlDocument } from './xml-document.ts';

test('nests elements, repeats those of one name, and leaves out what is undefined', () => {
  const document = xmlDocument(
    'List',
    { Name: 'a<b', Owner: { ID: '1' }, Key: ['x', 'y'], Contents: [{ Key: '&' }, {}], Marker: undefined },
    S3_NAMESPACE,
  );
  expect(document).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<List xmlns="${S3_NAMESPACE}"><Name>a&lt;b</Name><Owner><ID>1</ID></Owner>` +
      '<Key>x</Key><Key>y</Key><Contents><Key>&amp;</Key></Contents><Contents></Contents></List>',
  );
});
