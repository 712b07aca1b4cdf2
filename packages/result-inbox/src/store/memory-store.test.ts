import { expect, test } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { storeCases } from './store-suite.ts';

for (const { name, run } of storeCases(() => {
  const store = memoryStore();
  return () => store;
}))
  test(name, run);

test('leases go by the clock given', async () => {
  let now = new Date(0);
  const store = memoryStore({ now: () => now });
  const claim = { subject: 's', version: 'v', owner: 'a' };
  await store.claim(claim, 1000);
  now = new Date(999);
  expect(await store.claim({ ...claim, owner: 'b' }, 1000)).toBe('busy');
  now = new Date(1000);
  expect(await store.claim({ ...claim, owner: 'b' }, 1000)).toBe('claimed');
});
