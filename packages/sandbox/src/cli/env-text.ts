import type { Sandbox } from '../start-sandbox.ts';

/** First line of every file that {@link envText} makes: only such a file is written over. */
export const ENV_HEADER = '# Made by compredict-sandbox: settings of an application that uses it.';

/**
 * The settings of an application that uses the sandbox, as a `.env`: AI Core's variables by the names of the official
 * examples, S3's by those of AWS's tools and SDKs.
 */
export function envText({
  aiCoreUrl,
  username,
  password,
  v1,
  s3Url,
  bucket,
  region,
  credentials,
  events,
}: Sandbox): string {
  const variables = {
    COMPREDICT_AI_CORE_URL: aiCoreUrl,
    COMPREDICT_AI_CORE_USERNAME: username,
    COMPREDICT_AI_CORE_PASSWORD: password,
    COMPREDICT_AI_CORE_V1_URL: v1.aiCoreUrl,
    COMPREDICT_AI_CORE_V1_KEY: v1.apiKey,
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    REGION: region,
    BUCKET: bucket,
    ...(events === undefined ? {} : { AWS_ENDPOINT_URL_SQS: events.sqsUrl, QUEUE_URL: events.queueUrl }),
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return [ENV_HEADER, ...lines, ''].join('\n');
}

/** Single quotes: read literally by shells, by Node.js's `--write-env` and by dotenv. */
function quoted(value: string): string {
  return /^[\w./:@+=-]*$/.test(value) ? value : `'${value}'`;
}
