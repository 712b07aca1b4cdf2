import { inspect } from 'node:util';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type OpenOptions, openCallbackParam } from './open-callback-param.ts';
import { type SealedParam, sealCallbackParam } from './seal-callback-param.ts';
import { isSealError, SealError } from './seal-error.ts';

const secret = 'a secret of more than thirty-two bytes';
const other = new Uint8Array(32).fill(7);
const noon = new Date('2026-03-01T12:00:00Z');
const sealing = { now: () => noon, runId: 'run-1' };
const arrivedAt = new Date('2026-03-01T13:00:00Z');

/** The code of the refusal, or what was opened. */
async function open(
  param: unknown,
  options: OpenOptions = {},
  secrets = [secret] as Parameters<typeof openCallbackParam>[1],
) {
  try {
    return (await openCallbackParam(param, secrets, { arrivedAt, ...options })).data;
  } catch (error) {
    return isSealError(error) ? error.code : Promise.reject(error);
  }
}

test.each([[{ trip: 7, name: 'Müller \u{1F697}' }], [[1, null]], ['text'], [null], [0]])(
  '%j comes back as it was sealed',
  async (data) => {
    expect(await open(await sealCallbackParam(data, secret, sealing))).toEqual(data);
  },
);

test('tells run, key and times', async () => {
  const param = await sealCallbackParam({}, secret, { ...sealing, objectKey: 'results/a.json' });
  expect(await openCallbackParam(param, secret, { arrivedAt, objectKey: 'results/a.json' })).toEqual({
    data: {},
    runId: 'run-1',
    objectKey: 'results/a.json',
    sealedAt: noon,
    expiresAt: new Date('2026-03-08T12:00:00Z'),
  });
});

test('names runs apart by itself', async () => {
  const runs = await Promise.all(
    [1, 2].map(async (n) => (await openCallbackParam(await sealCallbackParam(n, secret), secret)).runId),
  );
  expect(new Set(runs).size).toBe(2);
});

test('survives JSON written anew around it, with keys added and in another order', async () => {
  const param = await sealCallbackParam({ b: 1, a: 1.0 }, secret, sealing);
  const echoed = JSON.parse(JSON.stringify({ z: 1, ...param, a: '\u00e9' }, null, 2));
  expect(await open(echoed)).toEqual({ a: 1, b: 1 });
});

describe('a result is refused', () => {
  test.each([[null], [undefined], ['eyJ'], [{}], [[]], [[{}, null]], [{ seal: 7 }]])(
    'without a seal: %j',
    async (param) => {
      expect(await open(param)).toBe('Missing');
    },
  );

  test.each([[''], ['a.b.c'], ['....'], ['{}'], ['e30.e30.e30']])('with %j for a seal', async (seal) => {
    expect(await open({ seal })).toBe('Forged');
  });

  test('whose seal was altered anywhere', async () => {
    const { seal } = await sealCallbackParam({ trip: 7 }, secret, sealing);
    const opened: number[] = [];
    // Not the last character: two of its bits stand for nothing, so that several spell the same signature.
    for (let index = 0; index < seal.length - 1; index++) {
      const altered = seal.slice(0, index) + (seal[index] === 'A' ? 'B' : 'A') + seal.slice(index + 1);
      const answer = await open({ seal: altered });
      // Within the header it may be another key's id.
      if (answer !== 'Forged' && answer !== 'UnknownSecret') opened.push(index);
    }
    expect(opened).toEqual([]);
  });

  test('whose seal has data of another one', async () => {
    const [header, , signature] = (await sealCallbackParam({ trip: 7 }, secret, sealing)).seal.split('.');
    const [, claims] = (await sealCallbackParam({ trip: 8 }, secret, sealing)).seal.split('.');
    expect(await open({ seal: [header, claims, signature].join('.') })).toBe('Forged');
  });

  test('whose seal claims to need no signature', async () => {
    const [, claims] = (await sealCallbackParam({}, secret, sealing)).seal.split('.');
    const header = btoa('{"alg":"none","typ":"ai-core-seal+jwt"}').replace(/=+$/, '');
    expect(await open({ seal: `${header}.${claims}.` })).toBe('Forged');
  });

  test('whose seal is a token that the same secret signed for another purpose', async () => {
    const { seal } = await sealCallbackParam({}, secret, sealing);
    const { kid } = JSON.parse(atob(seal.split('.')[0] ?? ''));
    const token = await new SignJWT({ data: {} })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
      .setJti('run-1')
      .setIssuedAt(noon)
      .setExpirationTime('9y')
      .sign(new TextEncoder().encode(secret));
    expect(await open({ seal: token })).toBe('Forged');
  });

  test('when another secret sealed it', async () => {
    expect(await open(await sealCallbackParam({}, other, sealing))).toBe('UnknownSecret');
  });

  test('from the second on at which the seal ends', async () => {
    const param = await sealCallbackParam({}, secret, { ...sealing, expiresIn: 60 });
    expect(await open(param, { arrivedAt: new Date('2026-03-01T12:00:59.999Z') })).toEqual({});
    expect(await open(param, { arrivedAt: new Date('2026-03-01T12:01:00Z') })).toBe('Expired');
  });

  test('by the clock when nothing is said of its arrival', async () => {
    const ended = await sealCallbackParam({}, secret, sealing);
    await expect(openCallbackParam(ended, secret)).rejects.toMatchObject({ code: 'Expired', runId: 'run-1' });
  });

  test.each([
    ['results/a.json', 'results/a.json', true],
    ['results/a.json', 'results/b.json', false],
    ['results/a.json', undefined, false],
    ['results/7/${filename}', 'results/7/x.json', true],
    ['results/7/${filename}', 'results/8/x.json', false],
    ['results/7/${filename}', undefined, false],
  ])('sealed for %s, found under %s: genuine is %s', async (sealed, objectKey, genuine) => {
    const param = await sealCallbackParam({}, secret, { ...sealing, objectKey: sealed });
    const answer = await open(param, objectKey === undefined ? {} : { objectKey });
    expect(answer).toEqual(genuine ? {} : 'WrongObject');
  });

  test('when the seal of one run stands on the result of another', async () => {
    const jobs = new Map([
      ['run-1', 'job-1'],
      ['run-2', 'job-2'],
    ]);
    const expectedJobId = async (runId: string) => jobs.get(runId);
    const one = await sealCallbackParam(1, secret, sealing);
    expect(await open(one, { jobId: 'job-1', expectedJobId })).toBe(1);
    expect(await open(one, { jobId: 'job-2', expectedJobId })).toBe('WrongJob');
    expect(await open(one, { jobId: 'job-2', expectedJobId: 'job-1' })).toBe('WrongJob');
    const unrecorded = await sealCallbackParam(3, secret, { ...sealing, runId: 'run-3' });
    expect(await open(unrecorded, { jobId: 'job-1', expectedJobId })).toBe('UnknownRun');
  });

  test('the second time, where runs are remembered; a forged one uses up nothing', async () => {
    const seen = new Set<string>();
    const firstUse = (runId: string) => seen.size !== seen.add(runId).size;
    const param = await sealCallbackParam(1, secret, { ...sealing, objectKey: 'a' });
    expect(await open(param, { objectKey: 'b', firstUse })).toBe('WrongObject');
    expect(await open(param, { objectKey: 'a', firstUse })).toBe(1);
    expect(await open(param, { objectKey: 'a', firstUse })).toBe('Replayed');
  });
});

test('of the list form it opens the one for this key', async () => {
  const list = await Promise.all(
    ['a', 'b'].map((objectKey) => sealCallbackParam({ objectKey }, secret, { ...sealing, objectKey })),
  );
  expect(await open([{}, ...list], { objectKey: 'b' })).toEqual({ objectKey: 'b' });
  expect(await open(list, { objectKey: 'c' })).toBe('WrongObject');
});

test('a long list of seals is not tried to its end', async () => {
  const { seal } = await sealCallbackParam({}, secret, sealing);
  expect(await open([...new Array(10_000).fill({ seal: 'x' }), { seal }])).toBe('Forged');
});

test('secrets are rotated by putting the new one first', async () => {
  const old = await sealCallbackParam('old', secret, sealing);
  const fresh = await sealCallbackParam('fresh', [other, secret], sealing);
  expect(await open(old, {}, [other, secret])).toBe('old');
  expect(await open(fresh, {}, [secret, other])).toBe('fresh');
  expect(await open(fresh, {}, [secret])).toBe('UnknownSecret');
});

test('what no seal can be made of is refused before', async () => {
  await expect(sealCallbackParam({}, 'too short')).rejects.toThrow(RangeError);
  await expect(sealCallbackParam({}, new Uint8Array(31))).rejects.toThrow(RangeError);
  await expect(sealCallbackParam({}, [])).rejects.toThrow(TypeError);
  await expect(sealCallbackParam(undefined, secret)).rejects.toThrow(TypeError);
  for (const objectKey of [null, 7, ['results/a.json']] as unknown[] as string[])
    await expect(sealCallbackParam({}, secret, { objectKey })).rejects.toThrow('objectKey must be a text.');
  for (const expiresIn of [0, -1, 1.5, 315_360_001, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(sealCallbackParam({}, secret, { expiresIn })).rejects.toThrow(RangeError);
  }
});

test('half of the job check is refused: it would check nothing', async () => {
  const param: SealedParam = await sealCallbackParam({}, secret, sealing);
  await expect(openCallbackParam(param, secret, { arrivedAt, jobId: 'j' })).rejects.toThrow(TypeError);
  await expect(openCallbackParam(param, secret, { arrivedAt, expectedJobId: 'j' })).rejects.toThrow(
    TypeError,
  );
});

test('an error quotes neither the seal nor what is in it', async () => {
  const param = await sealCallbackParam({ trip: 'PRIVATE' }, secret, { ...sealing, objectKey: 'a' });
  for (const options of [{ objectKey: 'b' }, { arrivedAt: new Date('2027-01-01') }]) {
    const error: unknown = await openCallbackParam(param, secret, { arrivedAt, ...options }).catch((e) => e);
    expect(error).toBeInstanceOf(SealError);
    const printed = inspect(error, { depth: null, showHidden: true });
    expect(printed).not.toContain('PRIVATE');
    expect(printed).not.toContain(param.seal);
  }
});
