import { STATUS_CODES } from 'node:http';
import { withoutSecrets } from '../without-secrets.ts';
import type { Target } from './callbacks.ts';
import { type Delivery, kindOf } from './delivery.ts';
import { hideSecrets } from './hide-secrets.ts';

type DeliveryError = NonNullable<Delivery['error']>;

/**
 * Why a target refused a result. S3 and Azure say so in an XML document, of which code and message are kept, without
 * secrets; what any other server says may repeat the whole request, so nothing of it is kept.
 *
 * @param answer - The body of the response.
 */
export function refusalError(target: Target, { status, headers }: Response, answer: string): DeliveryError {
  const fixed = { code: `Http${status}`, message: STATUS_CODES[status] ?? `Status ${status}` };
  if (kindOf(target) === 'endpoint') return fixed;
  const element = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]{0,1000})</${name}>`).exec(answer)?.[1]?.trim();
  const hide = hideSecrets(target);
  const code = hide(element('Code') ?? headers.get('x-ms-error-code') ?? '');
  return {
    code: /^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(code) ? code : fixed.code,
    message: hide(withoutSecrets(unescapeXml(element('Message') ?? fixed.message))),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescapeXml = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (entity, name: string) => ENTITIES[name] ?? entity);

/** Why there was no answer. Only the cause is kept: the message of `fetch` itself may quote the URL. */
export function connectionError(error: unknown): DeliveryError {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return { code: 'Timeout', message: 'The target did not answer in time.' };
  if (name === 'AbortError') return { code: 'Aborted', message: 'The sandbox was stopped.' };
  const { code = 'ConnectionFailed', message = 'No answer.' } = (cause ?? {}) as NodeJS.ErrnoException;
  return { code, message };
}
