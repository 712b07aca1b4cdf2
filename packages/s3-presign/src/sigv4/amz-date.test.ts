import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amzDate, parseAmzDate } from './amz-date.ts';

test('cuts milliseconds and writes UTC', () => {
  expect(amzDate(new Date('2013-05-24T01:02:03.999+01:00'))).toBe('20130524T000203Z');
});

test('reads what it writes', () => {
  const date = new Date('2026-02-28T23:59:59Z');
  expect(parseAmzDate(amzDate(date))).toEqual(date);
});

test('reads just what Date reads and writes alike', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const small = fc.integer({ min: 0, max: 62 }).map((value) => String(value).padStart(2, '0'));
  fc.assert(
    fc.property(digits(4), small, small, small, small, small, (year, month, day, hour, minute, second) => {
      const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      const text = `${year}${month}${day}T${hour}${minute}${second}Z`;
      const isReal = !Number.isNaN(date.getTime()) && amzDate(date) === text && Number(year) > 99;
      expect(parseAmzDate(text)).toEqual(isReal ? date : undefined);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  '',
  '20130524',
  '2013-05-24T00:00:00Z',
  '20130524T000000',
  '20130231T000000Z',
  '20130524T250000Z',
])('refuses %j', (text) => {
  expect(parseAmzDate(text)).toBeUndefined();
});
