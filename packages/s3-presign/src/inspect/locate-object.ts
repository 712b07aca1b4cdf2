/** Where a URL says that bucket and key are. */
export interface ObjectLocation {
  readonly style: 'path' | 'virtual-host' | undefined;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

// Hosts that tell: what stands before the endpoint's own name is the bucket; nothing there means path style.
const ENDPOINTS: readonly RegExp[] = [
  // AWS: regional, dual-stack, FIPS, accelerate, access points, directory buckets, the old s3-<region>, China.
  /^(?:(.+)\.)?s3(?:-[a-z0-9-]+|express-[a-z0-9-]+)?(?:\.[a-z0-9-]+){0,4}\.amazonaws\.com(?:\.cn)?$/,
  // Cloudflare R2, DigitalOcean Spaces, and every host with a label s3: Backblaze, Wasabi, Scaleway, OVH …
  /^(?:(.+)\.)?[0-9a-f]{32}(?:\.[a-z]+)?\.r2\.cloudflarestorage\.com$/,
  /^(?:(.+)\.)?[a-z]{3}\d\.digitaloceanspaces\.com$/,
  /^(?:(.+)\.)?s3\.[^:]+$/,
  // A machine of one's own: the AWS SDKs use path style for IP addresses.
  /^(?:(.+)\.)?localhost$/,
  /^(?:\d+\.\d+\.\d+\.\d+|\[.*\]|[^.]+)$/,
];
const MAX_HOST = 253;

/**
 * Finds bucket and key in a URL.
 *
 * @param host - With or without a port.
 * @param path - Decoded, with its first slash.
 * @param bucket - The bucket, where it is known: then any host tells the style.
 */
export function locateObject(host: string, path: string, bucket?: string): ObjectLocation {
  const hostname = host.replace(/:\d+$/, '').toLowerCase();
  if (hostname.length > MAX_HOST) return { style: undefined, bucket, key: undefined };
  if (bucket) {
    if (hostname.startsWith(`${bucket.toLowerCase()}.`))
      return { style: 'virtual-host', bucket, key: rest(path, 1) };
    // An endpoint may have a path of its own before the bucket.
    const at = `${path}/`.indexOf(`/${bucket}/`);
    if (at !== -1) return { style: 'path', bucket, key: rest(path, at + bucket.length + 2) };
  }
  for (const endpoint of ENDPOINTS) {
    const found = endpoint.exec(hostname);
    if (found?.[1] !== undefined) return { style: 'virtual-host', bucket: found[1], key: rest(path, 1) };
    if (found) {
      const [, first = ''] = path.split('/', 2);
      return { style: 'path', bucket: first || undefined, key: rest(path, first.length + 2) };
    }
  }
  return { style: undefined, bucket, key: undefined };
}

function rest(path: string, from: number): string | undefined {
  return path.slice(from) || undefined;
}
