import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerClock } from '../clock.ts';
import { isControlPath } from '../control/is-control-path.ts';
import { cutBody, loseAnswer, relabel } from './damage-answer.ts';
import { answerFault, serverErrorAnswer, throttledAnswer } from './fault-answer.ts';
import type { RequestFault } from './fault-rule.ts';
import type { Faults } from './faults.ts';

/** What faults of a server reach for. */
export interface FaultedServer {
  readonly on: 'ai-core' | 's3';
  readonly faults: Faults;
  readonly clock: ServerClock;
  /** Ends every access token that was issued so far; there are none for S3. */
  readonly expireTokens?: () => void;
}

/** Lets requests meet the faults of a sandbox before a server sees them, and their answers after. */
export function withFaults(server: FaultedServer, listener: RequestListener): RequestListener {
  return (request, response) => {
    if (server.faults.isEmpty) return listener(request, response);
    const occasion = occasionOf(request);
    // The way in which faults are added and dropped is spared them.
    const met = isControlPath(occasion.path) ? [] : server.faults.forRequest(server.on, occasion);
    if (met.length === 0) return listener(request, response);
    meet(met, server, { request, response, listener }).catch(() => response.destroy());
  };
}

const occasionOf = ({ method = 'GET', url = '/' }: IncomingMessage) => ({
  method,
  path: url.split('?')[0] ?? '/',
});

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: RequestListener;
}

async function meet(
  [fault, ...rest]: readonly RequestFault[],
  server: FaultedServer,
  exchange: Exchange,
): Promise<void> {
  const { request, response, listener } = exchange;
  const goOn = () => meet(rest, server, exchange);
  const asked = { on: server.on, ...occasionOf(request), accept: request.headers.accept };
  switch (fault?.kind) {
    case undefined:
      return listener(request, response);
    case 'throttled':
      return answerFault(response, throttledAnswer(fault, asked));
    case 'server-error':
      return answerFault(response, serverErrorAnswer(fault, asked));
    case 'latency':
      await wait(fault.ms, undefined, { signal: closed(response) });
      return goOn();
    case 'reset':
      if (fault.when !== 'after') return void request.destroy();
      loseAnswer(response);
      return goOn();
    case 'truncated':
      cutBody(response, fault.bytes ?? 10);
      return goOn();
    case 'wrong-content-type':
      relabel(response, fault.contentType ?? 'text/html');
      return goOn();
    case 'tokens-expire':
      server.expireTokens?.();
      return goOn();
    case 'clock-skew':
      return server.clock.skewed(fault.by, goOn);
  }
}

/** Aborts when the client goes away: nobody waits for the answer then. */
function closed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
