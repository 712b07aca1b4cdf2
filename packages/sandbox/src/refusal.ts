/** The answer to a request that is refused, in JSON. */
export function refusal(
  { method, bodyUsed }: Request,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  // An upload that was refused unread must not be followed by another request on the same connection: what is left of
  // the body is in the way, and the connection is about to be closed.
  const unread = method === 'POST' && (status === 413 || !bodyUsed);
  return Response.json(body, { status, headers: unread ? { ...headers, connection: 'close' } : headers });
}
