import { SERVERS } from './s3-servers.ts';

// A server in a process of its own, for as long as its parent is there.
const [, , name = ''] = process.argv;
const server = await SERVERS[name]?.();
if (server === undefined) throw new Error(`There is no server ${name}`);
const { url, region, credentials } = server;
process.on('disconnect', () => process.exit()).send?.({ url, region, credentials });
