import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { AiCore } from '../ai-core/start-ai-core.ts';
import type { SandboxClock } from '../clock.ts';
import { objectRecords } from '../s3/object-record.ts';
import type { RunningS3 } from '../s3/start-s3.ts';
import { readPieces } from '../s3/storage/piece.ts';
import { statusPage } from './status-page.ts';

/** Where the page's facts come from. */
export interface StatusSource {
  readonly clock: SandboxClock;
  readonly aiCore: Pick<AiCore, 'jobs' | 'deliveries'>;
  readonly s3: Pick<RunningS3, 'url' | 'requests' | 'store'>;
}

/** The status page, and the objects that it links to. */
export function statusRoutes({ clock, aiCore, s3 }: StatusSource): Hono {
  return new Hono()
    .get('/', async (c) => {
      const nonce = randomBytes(16).toString('base64');
      c.header(
        'content-security-policy',
        `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'`,
      );
      const { jobs, deliveries } = aiCore;
      const page = statusPage(
        {
          aiCoreUrl: `${new URL(c.req.url).origin}/api/v2`,
          s3Url: s3.url,
          now: clock.now(),
          jobs,
          deliveries,
          s3Requests: s3.requests,
          objects: objectRecords(s3.store),
        },
        nonce,
      );
      return c.html(await page);
    })
    .get('/object', (c) => {
      const object = s3.store.get(c.req.query('bucket') ?? '')?.get(c.req.query('key') ?? '');
      if (object === undefined) return c.json({ error: 'There is no such object.' }, 404);
      const type = object.headers['content-type'] ?? '';
      // Whoever had a presigned URL chose the type: nothing of it may run in the reader's browser.
      const asText = /^(text\/|application\/json)/.test(type) || type === '';
      return c.body(Readable.toWeb(Readable.from(readPieces(object.pieces))) as ReadableStream, 200, {
        'content-type': asText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
        'content-length': String(object.size),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      });
    });
}
