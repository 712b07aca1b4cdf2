/**
 * What every {@link DeliveryStore} must do, as test cases for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of storeCases(() => emptyTable())) test(name, run);
 * ```
 *
 * @module
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Claim, DeliveryStore } from './delivery-store.ts';

/** Opens one and the same store each time it is called, as another process would. */
export type OpenStore = () => DeliveryStore | Promise<DeliveryStore>;

/** One case: passes, or rejects with an `AssertionError`. */
export interface StoreCase {
  readonly name: string;
  run(): Promise<void>;
}

const lease = 60_000;
const object = { bucket: 'results', key: 'runs/ü +.json', versionId: 'v1', eTag: 'e', size: 7 };

const claimOf = (claim: Partial<Claim> = {}): Claim => ({
  subject: 'job a',
  version: '1',
  owner: randomUUID(),
  ...claim,
});

type Case = (store: DeliveryStore, open: OpenStore) => Promise<void>;

const cases: Readonly<Record<string, Case>> = {
  'a claim is handled once it is completed': async (store) => {
    const claim = claimOf();
    assert.equal(await store.claim(claim, lease), 'claimed');
    assert.equal(await store.complete(claim, { jobId: 'a', object }), true);
    assert.equal(await store.claim(claimOf(), lease), 'handled');
  },

  'a claim is busy while its lease runs, for every version of the subject': async (store) => {
    await store.claim(claimOf(), lease);
    assert.equal(await store.claim(claimOf(), lease), 'busy');
    assert.equal(await store.claim(claimOf({ version: '2' }), lease), 'busy');
    assert.equal(await store.claim(claimOf({ subject: 'job b' }), lease), 'claimed');
  },

  'of many claims at the same time one is claimed': async (store, open) => {
    const other = await open();
    const claims = Array.from({ length: 50 }, (_, index) =>
      (index % 2 ? store : other).claim(claimOf(), lease),
    );
    const outcomes = await Promise.all(claims);
    assert.deepEqual(
      outcomes.toSorted(),
      ['busy', 'claimed'].flatMap((outcome) => Array(outcome === 'busy' ? 49 : 1).fill(outcome)),
    );
  },

  'a claim whose lease has ended is taken over, and lost to its first owner': async (store) => {
    const [first, second] = [claimOf(), claimOf()];
    await store.claim(first, 0);
    assert.equal(await store.claim(second, lease), 'claimed');
    assert.equal(await store.extend(first, lease), false);
    let written = false;
    const write = () => {
      written = true;
    };
    assert.equal(await store.complete(first, { jobId: 'a', object }, write), false);
    assert.equal(written, false);
    await store.release(first);
    assert.equal(await store.claim(claimOf(), lease), 'busy');
    assert.equal(await store.complete(second, { jobId: 'a', object }), true);
  },

  'a claim whose lease has ended can be completed if nobody took it over': async (store) => {
    const claim = claimOf();
    await store.claim(claim, 0);
    assert.equal(await store.complete(claim, { jobId: 'a', object }), true);
  },

  'a lease is extended': async (store) => {
    const claim = claimOf();
    await store.claim(claim, 0);
    assert.equal(await store.extend(claim, lease), true);
    assert.equal(await store.claim(claimOf(), lease), 'busy');
  },

  'a released claim is free': async (store) => {
    const claim = claimOf();
    await store.claim(claim, lease);
    await store.release(claim);
    assert.equal(await store.extend(claim, lease), false);
    assert.equal(await store.complete(claim, { jobId: 'a', object }), false);
    assert.equal(await store.claim(claimOf(), lease), 'claimed');
  },

  'another version is a delivery of its own, unless its sequence is less': async (store) => {
    const complete = async (claim: Claim) => {
      assert.equal(await store.claim(claim, lease), 'claimed');
      assert.equal(await store.complete(claim, { jobId: 'a', object }), true);
    };
    await complete(claimOf({ version: '2', sequence: '0A' }));
    assert.equal(await store.claim(claimOf({ version: '1', sequence: '09' }), lease), 'superseded');
    assert.equal(await store.claim(claimOf({ version: '2', sequence: '09' }), lease), 'handled');
    await complete(claimOf({ version: '3', sequence: '0A' }));
    await complete(claimOf({ version: '4', sequence: '0B' }));
    await complete(claimOf({ version: '5' }));
    assert.equal(await store.claim(claimOf({ version: '6', sequence: '0A' }), lease), 'superseded');
  },

  'what is written with a completion is kept with it': async (store) => {
    const claim = claimOf();
    await store.claim(claim, lease);
    let written = 0;
    const write = () => {
      written += 1;
    };
    assert.equal(await store.complete(claim, { jobId: 'a', object }, write), true);
    assert.equal(written, 1);
  },

  'when writing fails, the claim goes on': async (store) => {
    const claim = claimOf();
    await store.claim(claim, lease);
    const write = () => {
      throw new Error('disk full');
    };
    await assert.rejects(store.complete(claim, { jobId: 'a', object }, write), /disk full/);
    assert.equal(await store.claim(claimOf(), lease), 'busy');
    assert.equal(await store.complete(claim, { jobId: 'a', object }), true);
  },

  'the object of a job is found, by others too': async (store, open) => {
    const claim = claimOf();
    await store.claim(claim, lease);
    assert.equal(await store.find('a'), undefined);
    await store.complete(claim, { jobId: 'a', object });
    assert.deepEqual(await (await open()).find('a'), object);
    assert.equal(await store.find('b'), undefined);
  },

  'what has no job is completed too': async (store) => {
    const claim = claimOf();
    await store.claim(claim, lease);
    assert.equal(await store.complete(claim, { object }), true);
    assert.equal(await store.claim(claimOf(), lease), 'handled');
  },
};

/**
 * The cases.
 *
 * @param newStore makes an empty store and answers how to open it, any number of times.
 */
export function storeCases(newStore: () => OpenStore | Promise<OpenStore>): readonly StoreCase[] {
  return Object.entries(cases).map(([name, check]) => ({
    name,
    async run() {
      const open = await newStore();
      await check(await open(), open);
    },
  }));
}
