import * as v from 'valibot';
import { InboxError } from '../inbox-error.ts';

/** An object as a listing shows it. */
export interface Listed {
  readonly key: string;
  readonly eTag: string;
  /** Milliseconds since 1970. S3 tells whole seconds. */
  readonly lastModified: number;
}

/**
 * How far a listing has been worked through. Keys come in no order of time, so this is a moment before which everything was
 * handled, and the objects handled since.
 */
export interface Progress {
  /** Whether this content of the object was handled. */
  isHandled(object: Listed): boolean;
  handled(object: Listed): void;
  /**
   * Moves the moment on after a complete listing.
   *
   * @param unhandled the earliest `lastModified` of what was listed and not handled, if any.
   */
  advance(unhandled: number | undefined): void;
  /** As text, for {@link readProgress}. */
  toString(): string;
}

/** What is listed, and how. */
export interface Listing {
  readonly bucket: string;
  readonly prefix: string;
  /** How long after its `lastModified` an object may still appear. */
  readonly overlapMs: number;
}

const Saved = v.object({
  version: v.literal(1),
  /** What was listed. Older checkpoints do not say; they are taken for this source's own and say so from then on. */
  bucket: v.optional(v.string()),
  prefix: v.optional(v.string()),
  /** Milliseconds since 1970. */
  horizon: v.number(),
  newest: v.number(),
  /** Key, eTag and last modification of each. */
  handled: v.array(v.tuple([v.string(), v.string(), v.number()])),
});

/**
 * Reads progress, or starts anew.
 *
 * @throws {@link InboxError} `InvalidOption` when the text is no progress, or that of another listing: what is older than
 *   its moment would be taken for handled.
 */
export function readProgress(text: string | undefined, { bucket, prefix, overlapMs }: Listing): Progress {
  const saved = text === undefined ? undefined : parse(text);
  if ((saved?.bucket ?? bucket) !== bucket || (saved?.prefix ?? prefix) !== prefix)
    throw new InboxError(
      'InvalidOption',
      `The checkpoint is that of ${saved?.bucket}/${saved?.prefix}*, not of ${bucket}/${prefix}*: keep one for each.`,
    );
  let horizon = saved?.horizon ?? 0;
  let newest = saved?.newest ?? 0;
  const handled = new Map(saved?.handled.map(([key, ...version]) => [key, version]));

  return {
    isHandled: ({ key, eTag, lastModified }) => lastModified < horizon || handled.get(key)?.[0] === eTag,
    handled({ key, eTag, lastModified }) {
      handled.set(key, [eTag, lastModified]);
      newest = Math.max(newest, lastModified);
    },
    advance(unhandled = Number.POSITIVE_INFINITY) {
      horizon = Math.max(horizon, Math.min(newest - overlapMs, unhandled));
      for (const [key, [, lastModified]] of handled) if (lastModified < horizon) handled.delete(key);
    },
    toString: () => {
      const entries = Array.from(handled, ([key, version]) => [key, ...version]);
      return JSON.stringify({ version: 1, bucket, prefix, horizon, newest, handled: entries });
    },
  };
}

function parse(text: string): v.InferOutput<typeof Saved> {
  try {
    return v.parse(Saved, JSON.parse(text));
  } catch (cause) {
    throw new InboxError('InvalidOption', 'The checkpoint holds no progress of a bucketSource.', { cause });
  }
}
