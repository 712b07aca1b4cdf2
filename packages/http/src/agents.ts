import http, { type AgentOptions } from 'node:http';
import https from 'node:https';
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
  readonly tls?: TlsOptions | undefined;
}

/** Certificates, as PEM. */
export interface TlsOptions {
  /** Authorities to trust instead of those that Node.js comes with. */
  readonly ca?: string | readonly string[];
  /** The client's own certificate chain. */
  readonly cert?: string;
  /** The client's private key. */
  readonly key?: string;
  /** Of the private key. */
  readonly passphrase?: string;
  /**
   * False trusts any server, whoever it is: for tests alone.
   *
   * @default true
   */
  readonly rejectUnauthorized?: boolean;
}

/** Connections to one host at a time: below the usual 1024 open files of a process. Further requests wait. */
const maxSockets = 256;

/**
 * Makes {@link Agents}.
 *
 * @throws RangeError when a proxy is given and this runtime has no support for it.
 */
export function createAgents({ proxy, tls }: ConnectionOptions = {}): Agents {
  const env = proxyEnv(proxy, process.env);
  const common: AgentOptions = { keepAlive: true, maxSockets, ...(env ? { proxyEnv: env } : {}) };
  const { ca, ...rest } = tls ?? {};
  const trusted = ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] };
  return { http: new http.Agent(common), https: new https.Agent({ ...common, ...rest, ...trusted }) };
}
