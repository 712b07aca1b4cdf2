import { createHmac } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresigner, type Presigner, type PresignerOptions } from '@x/s3-presign';

/** Where an S3 is, and who may do everything there. */
export interface S3Access {
  readonly name: 'ceph' | 'sandbox' | 'sandbox as ceph';
  /** Whose answers it must give. */
  readonly provider: 'aws' | 'ceph';
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An S3 that requests are tried on. */
export interface S3UnderTest extends S3Access {
  readonly client: S3Client;
  readonly presigner: Presigner;
  /** A presigner that differs from the owner's: a stranger's, or one of another time. */
  presignerOf(options: Partial<PresignerOptions>): Presigner;
  /** An object's bytes as text, and what is said of it. */
  read(
    key: string,
  ): Promise<{ text: string; contentType: string | undefined; metadata: Record<string, string> }>;
  /** A form for a policy written by hand: signed by this file alone, to try what our presigner does not make. */
  form(
    conditions: readonly unknown[],
    fields: Readonly<Record<string, string>>,
    change?: PolicyChange,
  ): Record<string, string>;
}

/** A policy before it is signed. */
export interface PolicyDocument {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

/** What is signed in place of a policy. */
export type PolicyChange = (document: PolicyDocument) => Readonly<Record<string, unknown>>;

/** Connects to an S3 and makes sure of its bucket. */
export async function connect(access: S3Access): Promise<S3UnderTest & Disposable> {
  const { url: endpoint, region, credentials, bucket } = access;
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  if (access.name === 'ceph') await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const presignerOf = (options: Partial<PresignerOptions>) =>
    createPresigner({ bucket, endpoint, region, credentials, ...options });
  return {
    ...access,
    client,
    presigner: presignerOf({}),
    presignerOf,
    async read(key) {
      const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return {
        text: (await object.Body?.transformToString()) ?? '',
        contentType: object.ContentType,
        metadata: object.Metadata ?? {},
      };
    },
    form: (conditions, fields, change = (document) => ({ ...document })) =>
      signForm(access, conditions, fields, change),
    [Symbol.dispose]: () => client.destroy(),
  };
}

function signForm(
  { bucket, region, credentials }: S3Access,
  conditions: readonly unknown[],
  fields: Readonly<Record<string, string>>,
  change: PolicyChange,
): Record<string, string> {
  const now = new Date();
  const date = `${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const day = date.slice(0, 8);
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${credentials.accessKeyId}/${day}/${region}/s3/aws4_request`,
    'x-amz-date': date,
  };
  const document = change({
    expiration: new Date(now.getTime() + 600_000).toISOString(),
    conditions: [
      { bucket },
      ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
      ...conditions,
    ],
  });
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  return { ...fields, ...signing, policy, 'x-amz-signature': hmac(key, policy).toString('hex') };
}
