import { type ConnectionOptions, createAgents } from './agents.ts';
import type { SendRequest } from './http-request.ts';
import { sendByNode } from './send-by-node.ts';

/**
 * A sender with connections of its own, kept between requests. Undefined in browsers.
 *
 * @throws RangeError when a proxy is asked for by option and this runtime has no support for it.
 */
export const createNodeSender: ((options?: ConnectionOptions) => SendRequest) | undefined = (options) => {
  const agents = createAgents(options);
  return (request) => sendByNode(request, agents);
};
