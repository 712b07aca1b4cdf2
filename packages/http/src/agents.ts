import http, { type AgentOptions } from 'node:http';
import https from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { proxyEnv } from './proxy-env.ts';

/** Keeps the connections of one client. Idle ones keep no process alive. */
export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** How to connect. */
export interface ConnectionOptions {
  /** URL of a proxy, or false for none. Default: what `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say. */
  readonly proxy?: string | false | undefined;
  readonly tls?: Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'passphrase'> & {
    readonly rejectUnauthorized?: boolean;
  };
}

/** Connections to one host at a time: below the usual 1024 open files of a process. Further requests wait. */
const maxSockets = 256;

/**
 * Milliseconds after which a connection that nobody uses is closed, as Node.js' global agent does it: before what lies
 * between, a load balancer or a router, forgets it without a word. One in use is not closed.
 */
const idleTimeout = 5000;

/**
 * Makes {@link Agents}.
 *
 * @throws RangeError when a proxy is given and this runtime has no support for it, or its URL is malformed; OpenSSL's errors
 * for an unusable certificate or key.
 */
export function createAgents({ proxy, tls }: ConnectionOptions = {}): Agents {
  const env = proxyEnv(proxy, process.env);
  const common: AgentOptions = {
    keepAlive: true,
    timeout: idleTimeout,
    maxSockets,
    ...(env ? { proxyEnv: env } : {}),
  };
  // The agent itself would find out only when it connects.
  if (tls) createSecureContext(tls);
  try {
    return { http: new http.Agent(common), https: new https.Agent({ ...common, ...tls }) };
  } catch {
    // Node.js' own error quotes the URL, password and all.
    throw new RangeError('The proxy, given or of HTTP_PROXY or HTTPS_PROXY, has no usable URL.');
  }
}
