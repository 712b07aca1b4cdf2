import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A server in a process of its own that answers every request with a task.

const answer = JSON.stringify({ job_id: 'j-1', status: 'In Progress', callback_param: { trip: 7 } });
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
