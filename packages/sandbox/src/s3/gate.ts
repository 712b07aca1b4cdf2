import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Refusal, VerifyOptions } from '@x/s3-presign/verify';
import { type Address, addressOf } from './address.ts';
import { settle } from './and-then.ts';
import { type Accepted, authenticate, signedBy } from './authenticate.ts';
import { lengthAtOnce } from './body/open-body.ts';
import { readWhole } from './body/whole-body.ts';
import { askForBody, callOf, type Exchange, type ReadingOptions } from './call-of.ts';
import { corsHeaders, isPreflight, preflightHeaders } from './cors/answer-cors.ts';
import { findOperation } from './operations/find-operation.ts';
import type { Answer, Call, S3Context } from './operations/operation.ts';
import { postObject, refuseOtherPost } from './operations/post-object.ts';
import type { RequestLog } from './request-log.ts';
import { httpDate, refusalAnswer, requestIds, send } from './respond.ts';
import { notImplemented, S3Fault, s3Error } from './s3-fault.ts';

/** How requests are looked at. */
export interface GateOptions extends ReadingOptions {
  readonly verify: VerifyOptions;
  /** `warn` lets in what S3 would refuse for its signature, policy or checksums, and only keeps that it would. */
  readonly mode: 'enforce' | 'warn';
  readonly log: RequestLog;
  /** Gives the time for a request, when it comes. */
  readonly nowOfRequest: () => () => Date;
}

/**
 * What stands between the network and the objects: it lets through what S3 would accept, and answers everything else as
 * S3 does, with its status and error document. Who sends a request is looked at before any of its body is read.
 */
export function createGate(s3: S3Context, options: GateOptions): RequestListener {
  const isBucket = (name: string) => s3.store.get(name) !== undefined;
  return (request, response) => {
    const address = addressOf(request, isBucket);
    const ids = requestIds();
    const now = options.nowOfRequest();
    const cors = s3.store.get(address.bucket)?.cors ?? [];
    let refused: Refusal | undefined;
    const object = (refusal: Refusal) => {
      if (options.mode === 'enforce') throw new S3Fault(refusal);
      refused ??= refusal;
    };
    const form = isForm(request, address);
    const reply = (answer: Answer) => {
      const at = now();
      options.log.add(
        {
          at,
          method: request.method ?? '',
          bucket: address.bucket,
          key: address.key,
          signedBy: form ? 'form' : signedBy(request, address),
          status: answer.status,
        },
        refused,
      );
      const headers: Record<string, string> = {
        // By the sandbox's time: the AWS SDK corrects its own clock by this when it is told RequestTimeTooSkewed.
        date: httpDate(at),
        server: 'AmazonS3',
        'x-amz-request-id': ids.requestId,
        'x-amz-id-2': ids.hostId,
      };
      finish(request, response, answer, Object.assign(headers, corsHeaders(request, cors), answer.headers));
    };
    const fail = (error: unknown) => {
      // The client went away in mid-body: nobody is there to be told.
      if (request.destroyed && !request.complete) return void response.destroy();
      const own = error instanceof S3Fault ? error.refusal : s3Error(500, 'InternalError', String(error));
      // What S3 would have refused first stays what the record says of the request.
      refused ??= own;
      reply(refusalAnswer(request, ids, own));
    };
    const context: Context = { s3, options, address, ids, now, object, request, response, reply, fail };
    if (isPreflight(request))
      settle(
        () => ({ status: 200, headers: preflightHeaders(request, cors, s3.rules.preflight) }),
        reply,
        fail,
      );
    else if (form) settle(() => takeForm(context), reply, fail);
    else serve(context);
  };
}

interface Context extends Exchange {
  readonly options: GateOptions;
  /** One of these two is called once. */
  readonly reply: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

function isForm({ method, headers }: IncomingMessage, { bucket, key }: Address): boolean {
  if (method !== 'POST' || bucket === '' || key !== '') return false;
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;
}

function takeForm(context: Context): Promise<Answer> {
  const { s3, options } = context;
  if (!s3.rules.forms) throw notImplemented('content-type');
  const headers = context.request.headers as Call['headers'];
  askForBody(context);
  const body = () => {
    throw new Error('The body of a form is read as one');
  };
  return postObject(s3, { ...context, headers, body }, { ...options, lenient: options.mode === 'warn' });
}

function serve(context: Context): void {
  settle(
    () => admit(context),
    (accepted) => receive(context, accepted),
    context.fail,
  );
}

/** Has an operation done, whose body is there first if it is short. */
function receive(context: Context, accepted: Accepted): void {
  const { s3, request, reply, fail } = context;
  const operate = (sent?: readonly Buffer[]) => {
    const run = () => {
      const call = callOf(context, accepted, sent);
      return findOperation(s3, call)(s3, call);
    };
    settle(run, reply, fail);
  };
  // Who waits to be asked for a body is asked when the operation wants it. Others send it anyway, and what is done with a
  // body that is there is done at once.
  const length =
    request.headers.expect === undefined ? lengthAtOnce(request, accepted.payloadHash) : undefined;
  if (length === undefined) operate();
  else readWhole(request, length, operate, fail);
}

/** Looks at who sends a request. */
function admit({ s3, options, address, request, object }: Context): Accepted {
  refuseOtherPost(request, address, s3.rules);
  const answer = authenticate(request, address, options.verify, s3.rules);
  if (answer.ok) return answer;
  object(s3.rules.refusal(answer));
  return { ok: true, payloadHash: claimedPayload(request) };
}

/** What an unverified request says of its body. Its chunks are taken as unsigned. */
function claimedPayload({ headers }: IncomingMessage): string {
  const claimed = headers['x-amz-content-sha256'];
  return typeof claimed === 'string' ? claimed : 'UNSIGNED-PAYLOAD';
}

function finish(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  headers: Record<string, string>,
): void {
  // It was not asked for its body, and may or may not send it: what comes next cannot be told apart.
  if (request.headers.expect !== undefined && !request.readableDidRead && !request.complete)
    headers.connection = 'close';
  // As S3 does, it says nothing of a connection that stays, which HTTP/1.1 takes for granted.
  else if (response.shouldKeepAlive && request.httpVersion === '1.1') response.removeHeader('connection');
  // Whoever is refused in the middle of a body sends it to the end, and only then reads the answer.
  const over = () => {
    if (!request.complete) request.unpipe().resume();
  };
  const broken = () => {
    // The client went away, or what was stored is gone: what was sent must not look whole.
    response.destroy();
    over();
  };
  settle(() => send(response, answer, headers), over, broken);
}
