import { createHash, createHmac } from 'node:crypto';
import type { Send } from './senders.ts';

const PAYLOAD = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Sends a body in signed chunks: signed by this file alone, since the AWS SDK's chunks are of its own size, and unsigned.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export const sendChunks =
  (chunks: readonly string[]): Send =>
  async ({ url: endpoint, region, bucket, credentials }, objectKey) => {
    const url = new URL(`${endpoint}/${bucket}/${objectKey}`);
    const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
    const hmac = (secret: string | Buffer, text: string) =>
      createHmac('sha256', secret).update(text).digest();
    const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
    const sign = (algorithm: string, ...lines: string[]) =>
      hmac(key, [algorithm, date, scope, ...lines].join('\n')).toString('hex');

    const headers: Record<string, string> = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': PAYLOAD,
      'x-amz-date': date,
      'x-amz-decoded-content-length': String(chunks.join('').length),
    };
    const signed = Object.entries({ ...headers, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
    const names = signed.map(([name]) => name).join(';');
    const canonical = [
      'PUT',
      url.pathname,
      '',
      ...signed.map((header) => header.join(':')),
      '',
      names,
      PAYLOAD,
    ];
    let signature = sign('AWS4-HMAC-SHA256', hex(canonical.join('\n')));
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`;

    let body = '';
    for (const chunk of [...chunks, '']) {
      signature = sign('AWS4-HMAC-SHA256-PAYLOAD', signature, hex(''), hex(chunk));
      body += `${chunk.length.toString(16)};chunk-signature=${signature}\r\n${chunk}\r\n`;
    }
    return fetch(url, { method: 'PUT', headers, body });
  };
