import type { Sandbox } from '@x/compredict-sandbox';

/** The environment of a user whose services are the sandbox's. */
export function sandboxEnv(sandbox: Sandbox): Record<string, string> {
  return {
    COMPREDICT_AI_CORE_URL: sandbox.aiCoreUrl,
    COMPREDICT_AI_CORE_USERNAME: sandbox.username,
    COMPREDICT_AI_CORE_PASSWORD: sandbox.password,
    AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: sandbox.s3Url,
    AWS_REGION: sandbox.region,
    REGION: sandbox.region,
    BUCKET: sandbox.bucket,
    ...(sandbox.events && { QUEUE_URL: sandbox.events.queueUrl }),
  };
}
