import { createInbox } from '@x/result-inbox';
import { sqliteStore } from '@x/result-inbox/sqlite';
import { sqsSource } from '@x/result-inbox/sqs';

// One worker of many: reports every job it handles to the application's table, until SIGTERM.

const { QUEUE_URL: queueUrl = '', DATABASE = '', SEAL_SECRET: secret = '', NAME: name = '' } = process.env;

using store = sqliteStore(DATABASE, { busyTimeoutMs: 30_000 });
const ended = new AbortController();
process.once('SIGTERM', () => ended.abort());

await using inbox = createInbox({
  source: sqsSource({ queueUrl, waitTimeSeconds: 1 }),
  store,
  secret,
  // What the killed worker had in hand is out for as long; but a worker may get no processor for seconds, while all suites
  // run at once, and must not lose its own by that.
  leaseSeconds: 15,
});
await inbox.run(
  (delivery) =>
    delivery.done((database) => {
      database.prepare('INSERT INTO reports VALUES (?, ?)').run(delivery.jobId, name);
    }),
  { concurrency: 16, signal: ended.signal },
);
console.log(JSON.stringify(inbox.stats));
