import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { fixedPrefix, type PostPlan } from '../plan/plan-post.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';
import type { Validity } from './validity.ts';

/** Signs a form with the AWS SDK. Answers the form's fields. */
export async function signPostBySdk(
  client: S3Client,
  plan: PostPlan,
  target: SigningTarget,
  credentials: SigningCredentials,
  { signedAt, expiresIn }: Validity,
): Promise<Record<string, string>> {
  const { prefix, open } = fixedPrefix(plan.key);
  const options: PresignedPostOptions = {
    Bucket: target.bucket,
    // The SDK knows the placeholder only at the end of a key; anywhere else it writes a condition that always fails
    // (aws-sdk-js-v3#7191). The policy can fix no more than what stands before it anyway.
    Key: open ? `${prefix}\${filename}` : plan.key,
    Fields: { ...plan.fields },
    Conditions: plan.conditions as NonNullable<PresignedPostOptions['Conditions']>,
    Expires: expiresIn,
  };
  const { fields } = await createPresignedPost(clientAt(client, credentials, target, signedAt), options);
  return { ...fields, key: plan.key };
}

// The SDK's function takes no date, only the client's clock offset; and asks the client for credentials and region,
// which are settled by now. `signedAt` is a whole second, so the milliseconds that pass until it reads the clock are cut.
function clientAt(
  client: S3Client,
  credentials: SigningCredentials,
  target: SigningTarget,
  signedAt: number,
): S3Client {
  const config = {
    ...client.config,
    systemClockOffset: signedAt - Date.now(),
    credentials: async () => credentials,
    region: async () => target.region,
  };
  return Object.create(client, { config: { value: config } });
}
