import { expect, test } from 'vitest';
import { readErrorMessages } from './read-error-messages.ts';

test.each<[string, unknown, string[]]>([
  ['errors', { status: false, errors: ['features : a', 'features : b'] }, ['features : a', 'features : b']],
  [
    'errors as an object',
    { errors: { speed: ['missing', 'late'], trip: { id: 'no' } } },
    ['speed: missing', 'speed: late', 'trip.id: no'],
  ],
  ['a flag with error_msg', { error: 'True', error_msg: 'Bad request' }, ['Bad request']],
  ['error', { status: false, error: 'no such task' }, ['no such task']],
  ['a flag alone', { error: 'True' }, []],
  ['a real flag', { error: true, message: 'm' }, ['m']],
  ['detail', { detail: 'Given token not valid', code: 'token_not_valid' }, ['Given token not valid']],
  ['message', { message: 'm' }, ['m']],
  [
    'fields',
    { username: ['This field is required.'], password: ['short'] },
    ['username: This field is required.', 'password: short'],
  ],
  ['a list', ['a', { b: 'c' }], ['a', 'b: c']],
  [
    'errors before all others',
    { errors: ['1'], error_msg: '2', error: '3', detail: '4', message: '5' },
    ['1'],
  ],
  ['error_msg before error', { error_msg: '2', error: '3', detail: '4', message: '5' }, ['2']],
  ['error before detail', { error: '3', detail: '4', message: '5' }, ['3']],
  ['detail before message', { detail: '4', message: '5' }, ['4']],
  ['errors that are empty', { errors: [], error: 'e' }, ['e']],
  ['JSON sent as text', '{"error": "e"}', ['e']],
  ['truncated JSON', '{"error": "e', []],
  ['HTML of a proxy', '<html><h1>502 Bad Gateway</h1></html>', []],
  ['nothing', '', []],
  ['undefined', undefined, []],
  ['a number', 7, []],
])('reads %s', (_name, body, messages) => {
  expect(readErrorMessages(body)).toEqual(messages);
});

const echoed = 'POST:\ncallback_url = https://bucket/x?X-Amz-Signature=SECRET\n';

test('takes the exception alone from a plain debug page', () => {
  const page = `ValueError at /api/v2/algorithms/a/predict\nshape mismatch\n\nException Type: ValueError\nException Value: shape\n mismatch\nRequest information:\nUSER: me\n\n${echoed}`;
  expect(readErrorMessages(page)).toEqual(['shape\n mismatch']);
});

test('takes the exception alone from an HTML debug page, decoded', () => {
  const page = `<tr><th scope="row">Exception Value:</th>\n <td><pre>key &#x27;a&#39; &lt;b&gt; &amp;lt; <i>x</i></pre></td></tr>
    <h2>Request information</h2>${echoed}`;
  expect(readErrorMessages(page)).toEqual([`key 'a' <b> &lt; x`]);
});

test.each([
  ['plain, cut off', `Exception Value: x and then ${echoed}`],
  ['HTML, cut off', `<th>Exception Value:</th> <td><pre>x ${echoed}`],
  ['HTML without the cell', `<th>Exception Value:</th> ${echoed} Request information`],
])('takes nothing from a page whose exception has no end: %s', (_name, page) => {
  expect(readErrorMessages(page)).toEqual([]);
});

test('is not slow with hostile pages', () => {
  const started = performance.now();
  readErrorMessages(`Exception Value:</th><td><pre>${'<'.repeat(2_000_000)}`);
  readErrorMessages(`Exception Value:${' '.repeat(2_000_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});
