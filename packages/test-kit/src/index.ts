/**
 * What the packages' tests share. Private: imported as source, never published.
 *
 * @module
 */
export { type Handler, type RecordedRequest, startServer, type TestServer } from './start-server.ts';
