import { startServer } from './s3-servers.ts';

// A server in a process of its own, for as long as its parent is there.
const [, , name = ''] = process.argv;
const { url, region, credentials } = await startServer(name);
process.on('disconnect', () => process.exit()).send?.({ url, region, credentials });
