import { expect, test } from 'vitest';
import { djangoPage } from './django-page.ts';

const crash = {
  type: 'ValueError',
  message: 'a < b & "c"',
  method: 'POST',
  path: '/api/v2/algorithms/a/predict',
  post: [['callback_url', 'https://a.example/x?sig=s&b=1']] as const,
};

test('is plain text for those who accept only JSON', () => {
  const { contentType, body } = djangoPage(crash, 'application/json');
  expect(contentType).toBe('text/plain; charset=utf-8');
  expect(body).toContain('Exception Value: a < b & "c"\nRequest information:\n');
  expect(body).toContain("POST:\ncallback_url = 'https://a.example/x?sig=s&b=1'");
});

test.each(['*/*', 'application/json, */*', 'text/html', undefined])('is HTML for %s', (accept) => {
  const { contentType, body } = djangoPage(crash, accept);
  expect(contentType).toBe('text/html; charset=utf-8');
  expect(body).toContain('<th>Exception Value:</th> <td><pre>a &lt; b &amp; &quot;c&quot;</pre></td>');
  expect(body).toContain('<h2>Request information</h2>');
  expect(body).toContain('https://a.example/x?sig=s&amp;b=1');
});

test('says that there was no form', () => {
  expect(djangoPage({ ...crash, post: [] }, 'application/json').body).toContain('POST: No POST data');
});
