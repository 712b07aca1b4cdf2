import { startSandbox } from '@x/compredict-sandbox';

// Serves until its parent lets go.

const sandbox = await startSandbox({ events: true });
process.send?.({
  AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
  AWS_ENDPOINT_URL_S3: sandbox.s3Url,
  AWS_ENDPOINT_URL_SQS: sandbox.events.sqsUrl,
  AWS_REGION: sandbox.region,
  BUCKET: sandbox.bucket,
});
process.once('disconnect', () => sandbox.stop());
