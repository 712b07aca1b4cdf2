import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as v from 'valibot';
import type { AiCore } from '../ai-core/start-ai-core.ts';
import type { SandboxClock } from '../clock.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import type { SandboxFaults } from '../faults/faults.ts';
import { type JsonRefusals, readJson } from '../read-json.ts';
import { refusal } from '../refusal.ts';
import { objectRecords } from '../s3/object-record.ts';
import type { RunningS3 } from '../s3/start-s3.ts';
import { SandboxOptionError } from '../sandbox-option-error.ts';
import { statusRoutes } from '../status/status-routes.ts';

/** What of a sandbox can be looked at and changed over HTTP. */
export interface Controlled {
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  readonly aiCore: Pick<AiCore, 'jobs' | 'deliveries' | 'requests' | 'settled'>;
  readonly s3: Pick<RunningS3, 'url' | 'requests' | 'store'>;
}

const advance = v.strictObject({ by: v.union([v.string(), v.number()]) });

/**
 * The sandbox's own API under `/_sandbox`, beside AI Core's: what programs in other languages test with, and the status
 * page for people.
 */
export function createControlApp({ clock, faults, aiCore, s3 }: Controlled): Hono {
  return new Hono({ strict: false })
    .basePath('/_sandbox')
    .route('/', statusRoutes({ clock, aiCore, s3 }))
    .get('/jobs', (c) => c.json(aiCore.jobs))
    .get('/deliveries', (c) => c.json(aiCore.deliveries))
    .get('/requests', (c) => c.json(aiCore.requests))
    .get('/s3-requests', (c) => c.json(s3.requests))
    .get('/objects', (c) => c.json(objectRecords(s3.store)))
    .get('/settled', async (c) => {
      await aiCore.settled();
      return c.json({});
    })
    .get('/clock', (c) => c.json({ now: clock.now() }))
    .post('/clock/advance', async (c) => {
      clock.advance(v.parse(advance, await readBodyOf(c.req.raw)).by);
      return c.json({ now: clock.now() });
    })
    .get('/faults', (c) => c.json({ rules: faults.rules, injected: faults.injected }))
    .post('/faults', async (c) => {
      // `add` makes sure that they are rules.
      faults.add(...([await readBodyOf(c.req.raw)].flat() as FaultRule[]));
      return c.json({ rules: faults.rules }, 201);
    })
    .delete('/faults', (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .notFound((c) => refusal(c.req.raw, 404, { error: 'Not found.' }))
    .onError((error, c) => refusal(c.req.raw, statusOf(error), { error: error.message }));
}

function statusOf(error: Error): number {
  if (error instanceof HTTPException) return error.status;
  return error instanceof SandboxOptionError || error instanceof v.ValiError ? 400 : 500;
}

const refusals: JsonRefusals = {
  tooLarge: (maxBytes) =>
    new HTTPException(413, { message: `The request is larger than ${maxBytes} bytes.` }),
  malformed: () => new HTTPException(400, { message: 'The body is not valid JSON.' }),
};

/** JSON alone: a page of another origin cannot send it without being asked first, and nobody answers that. */
async function readBodyOf(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new HTTPException(415, { message: 'Send application/json.' });
  }
  return readJson(request, refusals);
}
