import { Agent, request } from 'node:http';
import { AT_ONCE, type Put, putRate, type Uploads } from './put-rate.ts';
import { startServer } from './s3-servers.ts';

// A server, and in the same process the client that everybody has: each message asks for a round of uploads.
const [, , name = ''] = process.argv;
const server = await startServer(name);
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const put: Put = (url, headers, body) =>
  new Promise((resolve, reject) => {
    request(url, { method: 'PUT', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    })
      .on('error', reject)
      .end(body);
  });
process
  .on('disconnect', () => process.exit())
  .on('message', async (uploads: Uploads) => process.send?.(await putRate(server, put, uploads)))
  .send?.('ready');
