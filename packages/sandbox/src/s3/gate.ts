import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Refusal, type VerifyOptions, verifyPresignedUrl, verifySignedRequest } from '@x/s3-presign/verify';
import { type Address, addressOf } from './address.ts';
import { checkBody } from './check-body.ts';
import { allowOrigins } from './cors.ts';
import type { ObjectCreated } from './events/object-created.ts';
import { readBody } from './read-body.ts';
import { answerRefusal, answerWith, s3Error } from './respond.ts';
import { MAX_OBJECT_BYTES, type Storage } from './storage.ts';
import { objectHeaders, overwriteRefused } from './store-object.ts';
import { takePost } from './take-post.ts';
import { creationBy, objectCreated } from './tell-created.ts';

/** What the gate needs to know. */
export interface GateOptions extends VerifyOptions {
  readonly now: () => Date;
  /** Called with every object created, before its request is answered. */
  readonly created: (object: ObjectCreated) => Promise<void>;
}

/**
 * What stands between the network and the storage: it lets through what S3 would accept, and answers everything else as
 * S3 does, with its status and error document.
 */
export function createGate(storage: Storage, options: GateOptions): RequestListener {
  return (request, response) => {
    // By the sandbox's time: the AWS SDK corrects its own clock by this when it is told RequestTimeTooSkewed.
    response.setHeader('date', options.now().toUTCString());
    if (allowOrigins(request, response)) return;
    handle(storage, options, request, response).catch((error: unknown) => {
      // The client went away in mid-body, or the storage failed: S3 calls the latter an internal error.
      if (response.headersSent || request.destroyed) response.destroy();
      else answerRefusal(request, response, s3Error(500, 'InternalError', String(error)));
    });
  };
}

async function handle(
  storage: Storage,
  options: GateOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = addressOf(request);
  const body = await readBody(request, MAX_OBJECT_BYTES);
  if (body === undefined) {
    const refusal = s3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      MaxSizeAllowed: String(MAX_OBJECT_BYTES),
    });
    return answerRefusal(request, response, refusal);
  }

  if (request.method === 'POST' && address.key === '' && isForm(request)) {
    const answer = await takePost(storage, options, { address, request, body });
    return answer instanceof Refusal
      ? answerRefusal(request, response, answer)
      : answerWith(response, answer);
  }

  const accepted = authenticate(request, address, options);
  if (!accepted.ok) return answerRefusal(request, response, accepted);
  const wrong = checkBody(body, accepted.payloadHash, request.headers);
  if (wrong !== undefined) return answerRefusal(request, response, wrong);
  const headers = objectHeaders(request.headers, accepted.hoisted);
  if (request.method === 'PUT') {
    const refusal = await overwriteRefused(storage, address.path, request.headers['if-none-match']);
    if (refusal !== undefined) return answerRefusal(request, response, refusal);
  }

  const answer = await storage.send({
    method: request.method ?? 'GET',
    path: address.path + address.query,
    headers,
    ...(body.length > 0 || request.method === 'PUT' ? { body } : {}),
  });
  const by = answer.ok ? creationBy(request, address) : undefined;
  if (by !== undefined) await options.created(await objectCreated(storage, { ...address, by, request }));
  const overridable = request.method === 'GET' || request.method === 'HEAD';
  await answerWith(response, answer, overridable ? address.parameters : undefined);
}

/** Every way in which S3 lets somebody in, and what rides in the query of a presigned URL. */
function authenticate(
  request: IncomingMessage,
  { parameters }: Address,
  options: VerifyOptions,
): Refusal | { ok: true; payloadHash: string; hoisted: Readonly<Record<string, string>> } {
  if (parameters.has('AWSAccessKeyId') || parameters.has('Signature'))
    return s3Error(
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  if ([...parameters.keys()].some((name) => name.startsWith('X-Amz-')))
    return verifyPresignedUrl(request, options);
  const accepted = verifySignedRequest(request, options);
  return accepted.ok ? { ...accepted, hoisted: {} } : accepted;
}

function isForm({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;
}
