import type { ObjectReference } from '../object-reference.ts';
import type { Claim, ClaimOutcome, DeliveryStore } from './delivery-store.ts';

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The clock that leases go by. Default: the system's. */
  readonly now?: () => Date;
}

interface Row {
  handled?: { readonly version: string; readonly sequence?: string };
  held?: { readonly owner: string; until: number };
}

/**
 * A {@link DeliveryStore} for one process, gone with it: what was handled before a restart may be handled again. It keeps
 * some hundred bytes for every delivery and forgets none.
 */
export function memoryStore({ now = () => new Date() }: MemoryStoreOptions = {}): DeliveryStore<undefined> {
  const rows = new Map<string, Row>();
  const objects = new Map<string, ObjectReference>();
  const clock = () => now().getTime();

  const heldBy = ({ subject, owner }: Claim) => {
    const row = rows.get(subject);
    return row?.held?.owner === owner ? { row, held: row.held } : undefined;
  };

  return {
    async claim(claim, leaseMs): Promise<ClaimOutcome> {
      const row = rows.get(claim.subject) ?? {};
      const { handled, held } = row;
      if (handled?.version === claim.version) return 'handled';
      if (
        handled?.sequence !== undefined &&
        claim.sequence !== undefined &&
        handled.sequence > claim.sequence
      )
        return 'superseded';
      if (held && held.until > clock()) return 'busy';
      row.held = { owner: claim.owner, until: clock() + leaseMs };
      rows.set(claim.subject, row);
      return 'claimed';
    },

    async extend(claim, leaseMs) {
      const found = heldBy(claim);
      if (found) found.held.until = clock() + leaseMs;
      return found !== undefined;
    },

    async complete(claim, { jobId, object }, write) {
      if (!heldBy(claim)) return false;
      await write?.(undefined);
      const found = heldBy(claim);
      if (!found) return false;
      const { row } = found;
      const sequence = claim.sequence ?? row.handled?.sequence;
      row.handled = { version: claim.version, ...(sequence === undefined ? {} : { sequence }) };
      delete row.held;
      if (jobId !== undefined) objects.set(jobId, object);
      return true;
    },

    async release(claim) {
      const found = heldBy(claim);
      if (found) delete found.row.held;
    },

    async find(jobId) {
      return objects.get(jobId);
    },
  };
}
