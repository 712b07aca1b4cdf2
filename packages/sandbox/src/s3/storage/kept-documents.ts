import * as v from 'valibot';
import type { Fields } from '../../schema-parts.ts';
import type { CorsRule } from '../cors/cors-rule.ts';
import type { ObjectSettings, StoredObject, StoredPart, Upload } from './stored-object.ts';

// Documents name the files of pieces, and hold no bytes.

/** A piece of an object: the name of its file, empty if it has no bytes, and its size. */
export type KeptPiece = readonly [file: string, size: number];

type Kept<T> = Omit<T, 'pieces'> & { readonly pieces: readonly KeptPiece[] };

/** The document of a bucket. */
export interface KeptBucket {
  readonly name: string;
  readonly created: number;
  readonly cors: readonly CorsRule[];
}

/** The document of an object. */
export type KeptObject = Kept<StoredObject> & { readonly bucket: string };

/** The document of an upload. */
export type KeptUpload = Omit<Upload, 'parts'> & {
  readonly bucket: string;
  readonly parts: readonly Kept<StoredPart>[];
};

// `Fields` makes sure that none is forgotten: it would be lost at the next start.
const texts = v.array(v.string());
const textsByName = v.record(v.string(), v.string());
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const piece = v.pipe(
  // Of a file beside the others, and of no other.
  v.tuple([v.pipe(v.string(), v.regex(/^[\w-]*$/)), size]),
  v.check(([file, size]) => file !== '' || size === 0),
);
const checksumType = v.picklist(['FULL_OBJECT', 'COMPOSITE']);
const settings = {
  headers: textsByName,
  acl: v.string(),
  tags: v.array(v.tuple([v.string(), v.string()])),
} satisfies Fields<ObjectSettings>;
const stored = {
  size,
  etag: v.string(),
  modified: v.number(),
  checksums: textsByName,
  pieces: v.array(piece),
};

/** Are its pieces all of it? */
const isWhole = ({ size, pieces }: Pick<Kept<StoredPart>, 'size' | 'pieces'>): boolean =>
  size === pieces.reduce((sum, [, size]) => sum + size, 0);

const corsRule = v.object({
  origins: texts,
  methods: texts,
  headers: texts,
  exposed: texts,
  id: v.exactOptional(v.string()),
  maxAgeSeconds: v.exactOptional(v.number()),
} satisfies Fields<CorsRule>);

/** What the document of a bucket holds. */
export const keptBucket: v.GenericSchema<unknown, KeptBucket> = v.object({
  name: v.string(),
  created: v.number(),
  cors: v.array(corsRule),
} satisfies Fields<KeptBucket>);

/** What the document of an object holds. */
export const keptObject: v.GenericSchema<unknown, KeptObject> = v.pipe(
  v.object({
    bucket: v.string(),
    key: v.string(),
    checksumType,
    parts: v.exactOptional(v.array(v.tuple([v.number(), size]))),
    uploadId: v.exactOptional(v.string()),
    ...settings,
    ...stored,
  } satisfies Fields<KeptObject>),
  v.check((kept) => isWhole(kept)),
);

const keptPart = v.pipe(
  v.object({ number: v.number(), ...stored } satisfies Fields<StoredPart>),
  v.check((kept) => isWhole(kept)),
);

/** What the document of an upload holds. */
export const keptUpload: v.GenericSchema<unknown, KeptUpload> = v.object({
  bucket: v.string(),
  id: v.string(),
  key: v.string(),
  begun: v.number(),
  checksum: v.exactOptional(v.object({ algorithm: v.string(), type: checksumType })),
  parts: v.array(keptPart),
  ...settings,
} satisfies Fields<KeptUpload>);
