/** Where a result lies. */
export interface ObjectReference {
  readonly bucket: string;
  /** Decoded: as the API takes it, not as an event spells it. */
  readonly key: string;
  /** In versioned buckets: exactly this version is read, also when a newer one lies over it. */
  readonly versionId?: string;
  /** Without quotes. */
  readonly eTag?: string;
  /** In bytes. */
  readonly size?: number;
}

/** A reference from what S3 says of an object: in an event, a listing or an answer. What is empty is left out. */
export function objectReference(
  bucket: string,
  key: string,
  facts: {
    readonly versionId?: string | null | undefined;
    readonly eTag?: string | undefined;
    readonly size?: number | undefined;
  } = {},
): ObjectReference {
  const { versionId, eTag, size } = facts;
  return {
    bucket,
    key,
    ...(versionId ? { versionId } : {}),
    ...(eTag ? { eTag: eTag.replaceAll('"', '') } : {}),
    ...(size === undefined ? {} : { size }),
  };
}
