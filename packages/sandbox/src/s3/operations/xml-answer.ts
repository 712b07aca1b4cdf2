import { S3_NAMESPACE, type XmlElements, xmlDocument } from '@x/s3-presign/verify';
import type { Answer } from './operation.ts';

/** A document of S3's as an answer. */
export function xmlAnswer(
  root: string,
  content: XmlElements | string,
  headers: Answer['headers'] = {},
): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, content, S3_NAMESPACE),
  };
}

/** Times in documents; S3 has them to the second. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}

export const OWNER = { ID: 'sandbox', DisplayName: 'sandbox' } as const;
