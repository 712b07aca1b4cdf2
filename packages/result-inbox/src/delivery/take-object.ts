import { createHash, randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ResultFile } from '@x/result-schema';
import { sequenceOf } from '../events/sequence-of.ts';
import type { JudgeOptions } from '../inbox-options.ts';
import type { Counters } from '../inbox-stats.ts';
import type { ObjectReference } from '../object-reference.ts';
import type { ArrivedObject } from '../source.ts';
import type { Claim } from '../store/delivery-store.ts';
import { judgeResult } from './judge-result.ts';
import { type DeliveryHome, type OpenDelivery, openDelivery } from './open-delivery.ts';
import type { Quarantine, Quarantined } from './quarantine.ts';
import { readObject } from './read-object.ts';
import type { Refusal } from './refusal.ts';
import type { Settlement } from './settlement.ts';

/** What an object needs of its inbox on its way to a delivery. */
export interface Desk<TResult extends ResultFile<unknown>, TTransaction>
  extends DeliveryHome<TTransaction>,
    JudgeOptions<TResult> {
  readonly client: S3Client;
  readonly quarantine: Quarantine;
  readonly counters: Counters;
  readonly leaseSeconds: number;
  /** Told of every result that is genuine, duplicates included. */
  readonly onGenuine: (result: TResult) => void;
  readonly onQuarantine: (quarantined: Quarantined) => void;
}

/** A delivery to be handled, or what becomes of an object that is none. */
export type Taken<TResult extends ResultFile<unknown>, TTransaction> =
  | { readonly open: OpenDelivery<TResult, TTransaction>; readonly settlement?: undefined }
  | { readonly open?: undefined; readonly settlement: Settlement };

const finished: { readonly settlement: Settlement } = { settlement: { kind: 'done' } };

/**
 * Reads, judges and claims an object. What is claimed is what was read, not what was heard of: an event that comes after
 * its object was overwritten stands for what lies there now.
 *
 * @throws when S3 or the store does not answer.
 */
export async function takeObject<TResult extends ResultFile<unknown>, TTransaction>(
  arrived: ArrivedObject,
  attempt: number,
  desk: Desk<TResult, TTransaction>,
): Promise<Taken<TResult, TTransaction>> {
  const { counters, store } = desk;
  if (desk.quarantine.owns(arrived) || isFolder(arrived)) {
    counters.ignored += 1;
    return finished;
  }
  const found = await readObject(desk.client, arrived, desk.maxBytes);
  if (found.kind === 'gone') {
    counters.gone += 1;
    return finished;
  }
  const { object } = found;
  const verdict =
    found.kind === 'tooLarge'
      ? { ok: false as const, refusal: tooLarge(object, desk.maxBytes) }
      : await judgeResult(found.bytes, { key: object.key, lastModified: found.lastModified }, desk);
  if (verdict.ok) desk.onGenuine(verdict.result);

  const jobId = verdict.ok ? verdict.result.job_id : undefined;
  const content = found.kind === 'read' ? found.bytes : `${object.eTag}`;
  const claim = claimOf(object, jobId, content, arrived.sequencer);
  const outcome = await store.claim(claim, desk.storeLeaseMs);
  if (outcome === 'busy') {
    counters.busy += 1;
    return { settlement: { kind: 'retry', seconds: desk.leaseSeconds } };
  }
  if (outcome !== 'claimed') {
    counters[outcome === 'handled' ? 'duplicates' : 'superseded'] += 1;
    return finished;
  }
  if (verdict.ok) {
    const { result, sealed } = verdict;
    const facts = { id: deliveryId(claim), jobId: result.job_id, result, sealed, object, attempt };
    return { open: openDelivery(facts, claim, desk) };
  }
  await confine(object, verdict.refusal, claim, desk);
  return finished;
}

/** Puts an object that is no result into quarantine, and remembers that it was. */
async function confine<TResult extends ResultFile<unknown>, TTransaction>(
  object: ObjectReference,
  refusal: Refusal,
  claim: Claim,
  { quarantine, store, counters, onQuarantine }: Desk<TResult, TTransaction>,
): Promise<void> {
  let quarantined: Quarantined;
  try {
    quarantined = await quarantine.put(object, refusal);
  } catch (error) {
    await store.release(claim);
    throw error;
  }
  if (!(await store.complete(claim, { object }))) return; // Another worker counts it.
  counters.quarantined += 1;
  onQuarantine(quarantined);
}

/** What the S3 console makes of a "folder". */
function isFolder({ key, size }: ObjectReference): boolean {
  return key.endsWith('/') && size === 0;
}

function tooLarge({ size }: ObjectReference, maxBytes: number): Refusal {
  return { code: 'TooLarge', message: `The object has ${size} bytes, more than the ${maxBytes} allowed.` };
}

function claimOf(
  { bucket, key }: ObjectReference,
  jobId: string | undefined,
  content: Uint8Array | string,
  sequencer: string | undefined,
): Claim {
  return {
    subject: JSON.stringify([bucket, key, ...(jobId === undefined ? [] : [jobId])]),
    // Neither eTag nor version id: a result that is uploaded twice has another one each time in versioned buckets, and with
    // KMS keys.
    version: createHash('sha256').update(content).digest('hex'),
    owner: randomUUID(),
    ...(sequencer === undefined ? {} : { sequence: sequenceOf(sequencer) }),
  };
}

function deliveryId({ subject, version }: Claim): string {
  return createHash('sha256').update(subject).update(version).digest('hex').slice(0, 32);
}
