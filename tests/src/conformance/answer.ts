import { S3ResponseError } from '@x/s3-presign';
import type { S3UnderTest } from './s3-under-test.ts';
import type { Send } from './senders.ts';

/** Sends a request, and tells what is said to it: the status, and the code of a refusal, such as `403 AccessDenied`. */
export async function answerTo(send: Send, s3: S3UnderTest, key: string): Promise<string> {
  try {
    const answer = await send(s3, key);
    const text = answer instanceof Response && !answer.bodyUsed ? await answer.text() : '';
    const [, code] = /<Code>([^<]*)</.exec(text) ?? [];
    return code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
  } catch (error) {
    if (error instanceof S3ResponseError) return `${error.status} ${error.code}`;
    throw error;
  }
}
