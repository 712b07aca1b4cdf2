import { senders } from './senders.ts';

// One upload in a process of its own, whose memory is that of nothing else.

const [, , name = '', path = '', url = ''] = process.argv;
const send = senders[name];
if (!send) throw new Error(`No sender ${name}`);
const idle = process.memoryUsage.rss();
const began = performance.now();
await send(path, url);
const milliseconds = performance.now() - began;
// Of the operating system, in KiB: a sample taken by a timer would miss what happens between two.
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ idle, peak, milliseconds }));
process.exit();
