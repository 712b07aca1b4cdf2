/** Environment variables, of which those that name proxies are read. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>;

/** Hosts that no proxy of the environment's is asked for: they are this machine. */
const loopback = 'localhost,127.0.0.1,::1';

/**
 * The environment that Node.js' agents take their proxies from: the one given, or one that holds the proxy given and nothing
 * else; undefined for no proxy.
 *
 * @throws RangeError when a proxy is given and this runtime's agents would not use it.
 */
export function proxyEnv(proxy: string | false | undefined, env: ProxyEnv): ProxyEnv | undefined {
  if (proxy === false) return undefined;
  if (proxy === undefined) {
    const exempt = [env.no_proxy || env.NO_PROXY, loopback].filter(Boolean).join(',');
    return { ...env, no_proxy: exempt, NO_PROXY: exempt };
  }
  if (!hasProxies(process.versions)) {
    throw new RangeError('Proxies need Node.js 22.21, 24.5 or later.');
  }
  return { http_proxy: proxy, https_proxy: proxy };
}

function hasProxies({ node, bun, deno }: NodeJS.ProcessVersions): boolean {
  if (bun !== undefined || deno !== undefined) return false;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major === 22 ? minor >= 21 : major === 24 ? minor >= 5 : major > 24;
}
