/**
 * Collects the results that COMPREDICT AI Core delivers into an S3 bucket: each parsed, verified and handled once, on one
 * machine or many. What is no result goes into quarantine.
 *
 * @example
 * ```ts
 * import { createInbox } from '@x/result-inbox';
 * import { sqsSource } from '@x/result-inbox/sqs';
 *
 * await using inbox = createInbox({ source: sqsSource({ queueUrl: process.env.QUEUE_URL }) });
 * await inbox.run(async ({ jobId, result }) => save(jobId, result), { concurrency: 20 });
 * ```
 *
 * @module
 */
export { createInbox } from './create-inbox.ts';
export type { Delivery, RetryOptions } from './delivery/delivery.ts';
export type { Quarantined, QuarantineOptions } from './delivery/quarantine.ts';
export type { Refusal } from './delivery/refusal.ts';
export type { Handler, Inbox, RunOptions } from './inbox.ts';
export { InboxError, type InboxErrorCode, isInboxError } from './inbox-error.ts';
export type { ErrorContext, InboxOptions } from './inbox-options.ts';
export type { InboxStats } from './inbox-stats.ts';
export type { ObjectReference } from './object-reference.ts';
export type { ArrivedObject, Message, ReceiveRequest, Source } from './source.ts';
export type { Claim, ClaimOutcome, Completion, DeliveryStore } from './store/delivery-store.ts';
export { type MemoryStoreOptions, memoryStore } from './store/memory-store.ts';
export type { WaitForOptions } from './wait/wait-for.ts';
