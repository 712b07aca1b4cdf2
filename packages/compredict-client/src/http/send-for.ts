import { createNodeSender } from '@x/http';
import { ConfigurationError } from '../errors/input-errors.ts';
import type { Send } from './send.ts';
import { type Fetch, sendByFetch } from './send-by-fetch.ts';
import { sendBySender } from './send-by-sender.ts';
import type { TlsOptions } from './tls-options.ts';

/** How requests leave the machine. */
export interface SendOptions {
  readonly fetch?: Fetch;
  readonly proxy?: string | URL | false;
  readonly tls?: TlsOptions;
}

/**
 * The way out that options and runtime ask for.
 *
 * @throws {@link ConfigurationError} for a proxy or TLS options that would be left aside.
 */
export function sendFor({ fetch, proxy, tls }: SendOptions): Send {
  if (fetch || !createNodeSender) {
    if (proxy || tls) {
      throw new ConfigurationError('`proxy` and `tls` are for Node.js, and not for a `fetch` of your own.');
    }
    // Looked up with each request, and called by itself: as a method of something, the one of browsers refuses to work.
    return sendByFetch(fetch ?? ((url, init) => globalThis.fetch(url, init)));
  }
  try {
    return sendBySender(createNodeSender({ proxy: proxy && checkProxy(proxy), ...(tls ? { tls } : {}) }));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    // Its text may quote a key: it is not told.
    throw new ConfigurationError(
      error instanceof RangeError ? error.message : '`tls` holds a certificate or key that cannot be used.',
    );
  }
}

function checkProxy(proxy: string | URL): string {
  const url = URL.parse(proxy);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationError('`proxy` must be an http or https address.');
  }
  return url.href;
}
