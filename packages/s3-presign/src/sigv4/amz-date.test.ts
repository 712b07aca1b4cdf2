import { expect, test } from 'vitest';
import { amzDate, parseAmzDate } from './amz-date.ts';

test('cuts milliseconds and writes UTC', () => {
  expect(amzDate(new Date('2013-05-24T01:02:03.999+01:00'))).toBe('20130524T000203Z');
});

test('reads what it writes', () => {
  const date = new Date('2026-02-28T23:59:59Z');
  expect(parseAmzDate(amzDate(date))).toEqual(date);
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
