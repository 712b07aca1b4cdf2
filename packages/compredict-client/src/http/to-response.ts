import type { HttpAnswer } from '@x/http';

/** These have no body, says the Fetch standard ("null body status"). */
const bodiless = new Set([204, 205, 304]);

/** An answer as the web's `Response`; undefined for a status that it cannot have, such as 999. */
export function toResponse({ status, headers, bytes }: HttpAnswer): Response | undefined {
  if (status < 200 || status > 599) return undefined;
  return new Response(bodiless.has(status) ? null : bytes, { status, headers });
}
