import type { RequestListener } from 'node:http';

/**
 * Has each request of a connection wait until the one before it is answered, in which Node.js orders the answers alone.
 * What is sent without waiting for answers may be a PUT and a GET of the same object: RFC 9112, section 9.3.2.
 */
export function inTurn(listener: RequestListener): RequestListener {
  return (request, response) => {
    // Node.js gives an answer its socket when the one before it is sent.
    if (response.socket === null) response.once('socket', () => listener(request, response));
    else listener(request, response);
  };
}
