import { writeFileSync } from 'node:fs';
import { createJsonSchema } from './create-json-schema.ts';

// A step of the build: `@x/result-schema/schema.json`.
writeFileSync(
  new URL('../../dist/schema.json', import.meta.url),
  `${JSON.stringify(createJsonSchema(), null, 2)}\n`,
);
