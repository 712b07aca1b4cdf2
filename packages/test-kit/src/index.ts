/**
 * What the packages' tests share. Private: imported as source, never published.
 *
 * @module
 */
export { type CodeBlock, codeBlocks } from './code-blocks.ts';
export { type RunOptions, type RunOutcome, run, runCode } from './run-code.ts';
export { type Handler, type RecordedRequest, startServer, type TestServer } from './start-server.ts';
export { type SocketServer, startSockets } from './start-sockets.ts';
