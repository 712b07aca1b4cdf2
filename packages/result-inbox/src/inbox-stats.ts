/** What an inbox has done since it was made. */
export interface InboxStats {
  /** Messages, or listed objects, that the source handed out. */
  readonly received: number;
  /** Deliveries that were done. */
  readonly handled: number;
  /** Deliveries that were given back: the handler failed, or asked for it. */
  readonly retried: number;
  /** Objects that were handled before: by this worker, by another one, or before a restart. */
  readonly duplicates: number;
  /** Versions that arrived after a later version of the same job and key was handled. */
  readonly superseded: number;
  /** Objects that another worker held, left to it for now. */
  readonly busy: number;
  /** Objects that went into quarantine. */
  readonly quarantined: number;
  /** Objects that were deleted before they could be read. */
  readonly gone: number;
  /** Messages about something else, and objects that are no results: test events, folders, the quarantine's own. */
  readonly ignored: number;
  /** Messages that were not understood, left to the dead-letter queue. */
  readonly unknown: number;
  /** Failures outside of handlers: S3, the queue or the store did not answer. */
  readonly errors: number;
}

/** The same, to count with. */
export type Counters = { -readonly [Name in keyof InboxStats]: InboxStats[Name] };

/** All at zero. */
export function newCounters(): Counters {
  return {
    received: 0,
    handled: 0,
    retried: 0,
    duplicates: 0,
    superseded: 0,
    busy: 0,
    quarantined: 0,
    gone: 0,
    ignored: 0,
    unknown: 0,
    errors: 0,
  };
}
