import { describe, expect, test } from 'vitest';
import { SandboxOptionError } from '../sandbox-option-error.ts';
import type { FaultRule } from './fault-rule.ts';
import { Faults } from './faults.ts';

const at = new Date('2030-01-01');
const create = (seed = 0) => new Faults(seed, () => at);
const reset = { kind: 'reset' } as const;

/** How many of so many equal requests are struck, by position. */
const struck = (faults: Faults, count: number, path = '/a') =>
  Array.from({ length: count }, (_, index) => index + 1).filter(
    () => faults.forRequest('ai-core', { method: 'GET', path }).length > 0,
  );

describe('which requests a rule strikes', () => {
  test.each<[string, Omit<Extract<FaultRule, { on?: 'ai-core' | 's3' }>, 'fault'>, number[]]>([
    ['all', {}, [1, 2, 3, 4]],
    ['the second', { nth: 2 }, [2]],
    ['some', { nth: [1, 4] }, [1, 4]],
    ['the first two', { times: 2 }, [1, 2]],
    ['none of another method', { method: 'post' }, []],
    ['its method in any case', { method: 'get', nth: 1 }, [1]],
    ['none of another server', { on: 's3' }, []],
  ])('%s', (_which, where, expected) => {
    const faults = create();
    faults.add({ ...where, fault: reset });
    expect(struck(faults, 4)).toEqual(expected);
  });

  test.each([
    ['/a', true],
    ['/a/', true],
    ['/a/b', false],
    ['/b', false],
  ])('by path: /a and %s', (path, expected) => {
    const faults = create();
    faults.add({ path: '/a', fault: reset });
    expect(struck(faults, 1, path).length > 0).toBe(expected);
  });

  test('by a path with anything in between, whose other characters mean themselves', () => {
    const faults = create();
    faults.add({ path: '*/algorithms/*/predict', fault: reset }, { path: '/a.c', fault: reset });
    expect(struck(faults, 1, '/api/v2/algorithms/x/predict/')).toHaveLength(1);
    expect(struck(faults, 1, '/api/v2/algorithms/x/fit')).toHaveLength(0);
    expect(struck(faults, 1, '/abc')).toHaveLength(0);
  });

  test('by chance: the same in every run, others with another seed, whatever else happens', () => {
    const run = (seed: number, noise: boolean) => {
      const faults = create(seed);
      faults.add({ path: '/a', probability: 0.3, fault: reset });
      if (noise) faults.add({ path: '/b', probability: 0.5, fault: reset });
      return Array.from({ length: 200 }, () => {
        if (noise) struck(faults, 1, '/b');
        return struck(faults, 1).length;
      }).join('');
    };
    expect(run(1, true)).toBe(run(1, false));
    expect(run(2, false)).not.toBe(run(1, false));
    const hits = run(1, false).replaceAll('0', '').length;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(90);
  });
});

test('several strike in their order, each is kept, and rules can be dropped one by one', () => {
  const faults = create();
  const drop = faults.add({ fault: { kind: 'latency', ms: 1 } });
  faults.add({ fault: reset }, { on: 'callback', fault: { kind: 'lost' } });
  const request = { method: 'GET', path: '/a' };
  expect(faults.forRequest('s3', request).map(({ kind }) => kind)).toEqual(['latency', 'reset']);
  expect(faults.forCallback(request).map(({ kind }) => kind)).toEqual(['lost']);
  expect(faults.injected).toEqual([
    { on: 's3', kind: 'latency', ...request, at },
    { on: 's3', kind: 'reset', ...request, at },
    { on: 'callback', kind: 'lost', ...request, at },
  ]);
  drop();
  expect(faults.rules).toHaveLength(2);
  faults.clear();
  expect(faults.forRequest('s3', request)).toEqual([]);
});

test.each<FaultRule['fault']>([{ kind: 'throttled' }, { kind: 'server-error' }, { kind: 'reset' }])(
  'what comes after %j waits for the next request',
  (fault) => {
    const faults = create();
    faults.add({ times: 1, fault } as FaultRule, { times: 1, fault: { kind: 'latency', ms: 1 } });
    const request = { method: 'GET', path: '/a' };
    const kinds = () => faults.forRequest('s3', request).map(({ kind }) => kind);
    expect([kinds(), kinds(), kinds()]).toEqual([[fault.kind], ['latency'], []]);
    expect(faults.injected.map(({ kind }) => kind)).toEqual([fault.kind, 'latency']);
  },
);

test('an answer that is lost is still one that other faults reach', () => {
  const faults = create();
  faults.add({ fault: { kind: 'reset', when: 'after' } }, { fault: { kind: 'tokens-expire' } });
  const kinds = faults.forRequest('ai-core', { method: 'GET', path: '/a' }).map(({ kind }) => kind);
  expect(kinds).toEqual(['reset', 'tokens-expire']);
});

describe('a rule that is none', () => {
  test.each<[unknown, string]>([
    [null, 'faults: rule'],
    [{}, 'faults: fault'],
    [{ fault: { kind: 'earthquake' } }, 'faults: fault.kind'],
    [{ fault: { kind: 'latency' } }, 'faults: fault.ms'],
    [{ fault: { kind: 'latency', ms: -1 } }, 'faults: fault.ms'],
    [{ fault: { kind: 'reset', whenever: 1 } }, 'faults: fault.whenever'],
    [{ fault: { kind: 'clock-skew', by: '1 fortnight' } }, 'faults: fault.by'],
    [{ fault: { kind: 'clock-skew', by: '99999999999d' } }, 'faults: fault.by'],
    [{ fault: { kind: 'server-error', status: 200 } }, 'faults: fault.status'],
    [{ on: 'callback', fault: { kind: 'reset' } }, 'faults: fault.kind'],
    [{ on: 's3', fault: { kind: 'tokens-expire' } }, 'faults: fault.kind'],
    [{ fault: reset, probability: 0 }, 'faults: probability'],
    [{ fault: reset, nth: 0 }, 'faults: nth'],
    [{ fault: reset, path: 'a' }, 'faults: path'],
    [{ fault: reset, pathh: '/a' }, 'faults: pathh'],
  ])('%j', (rule, option) => {
    const add = () => create().add(rule as FaultRule);
    expect(add).toThrow(SandboxOptionError);
    expect(add).toThrow(expect.objectContaining({ option }));
  });
});
