import type { ObjectReference } from '../object-reference.ts';

/** One worker's claim to one delivery. */
export interface Claim {
  /** What is handled once: a job at an object, or an object alone where no job can be read. Opaque text. */
  readonly subject: string;
  /** The content that was delivered there. Opaque text, equal for equal content. */
  readonly version: string;
  /** Which of two versions was written later: the greater, compared as text. Undefined where the source does not say. */
  readonly sequence?: string;
  /** The claim itself, unlike any other. */
  readonly owner: string;
}

/**
 * What {@link DeliveryStore.claim} answers.
 *
 * - `claimed`: it is the caller's until the lease ends.
 * - `busy`: somebody else holds a claim to the subject, of this or of another version.
 * - `handled`: this version was completed.
 * - `superseded`: a later version was completed.
 */
export type ClaimOutcome = 'claimed' | 'busy' | 'handled' | 'superseded';

/** What is remembered of a completed claim. */
export interface Completion {
  /** Undefined for what went into quarantine. */
  readonly jobId?: string;
  readonly object: ObjectReference;
}

/**
 * Remembers what was handled, for all workers that share it. A row for each subject is enough: the version that was
 * completed last, its sequence, job and object, and the claim held now, if any.
 *
 * Every method is atomic: of two claims to one subject at the same time one is `claimed`. `storeCases` of
 * `@x/result-inbox/store-suite` shows whether an implementation of your own keeps this contract.
 *
 * @typeParam TTransaction what `complete` hands to `write`.
 */
export interface DeliveryStore<TTransaction = unknown> {
  /**
   * Claims a delivery for `leaseMs` milliseconds by the store's clock. Looked at in this order: `handled` if the completed
   * version is this one; `superseded` if both sequences are known and the completed one is greater; `busy` while another
   * claim's lease runs; otherwise `claimed`, in place of a claim whose lease has ended.
   */
  claim(claim: Claim, leaseMs: number): Promise<ClaimOutcome>;
  /** Starts the lease anew, unless the claim was taken over or released: then false. */
  extend(claim: Claim, leaseMs: number): Promise<boolean>;
  /**
   * Ends a claim: its version is handled. False, and nothing is written, when the claim was taken over or released; a lease
   * that has merely ended does not matter. `write` runs in the transaction that says so: either both are kept or none. What
   * it throws is thrown, and the claim goes on.
   */
  complete(
    claim: Claim,
    completion: Completion,
    write?: (transaction: TTransaction) => unknown,
  ): Promise<boolean>;
  /** Ends a claim: its version is not handled. Nothing happens when it was taken over. */
  release(claim: Claim): Promise<void>;
  /** The object of a job that was completed, the latest if there are several. */
  find(jobId: string): Promise<ObjectReference | undefined>;
}
