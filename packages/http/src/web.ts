import type * as node from './index.ts';

export { multipart } from './multipart.ts';

/** Browsers have `fetch` alone. */
export const createNodeSender: typeof node.createNodeSender = undefined;
