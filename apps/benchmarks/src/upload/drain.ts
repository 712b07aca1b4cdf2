import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A server in a process of its own that reads whatever comes, and answers what each of the senders takes for success.

const answer = JSON.stringify({ job_id: 'j', id: 'f', object: 'file', status: 'processed' });
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
