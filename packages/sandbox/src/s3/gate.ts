import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Refusal, VerifyOptions } from '@x/s3-presign/verify';
import { type Address, addressOf } from './address.ts';
import { settle } from './and-then.ts';
import { type Accepted, authenticate, hoistedHeaders, NOTHING_HOISTED, signedBy } from './authenticate.ts';
import { lengthAtOnce, openBody } from './body/open-body.ts';
import { readWhole } from './body/whole-body.ts';
import { corsHeaders, isPreflight, preflightHeaders } from './cors/answer-cors.ts';
import { findOperation } from './operations/find-operation.ts';
import type { Answer, Call, S3Context } from './operations/operation.ts';
import { postObject, refuseOtherPost } from './operations/post-object.ts';
import type { ProviderRules } from './provider.ts';
import type { RequestLog } from './request-log.ts';
import { httpDate, refusalAnswer, requestIds, send } from './respond.ts';
import { notImplemented, S3Fault, s3Error } from './s3-fault.ts';

/** How requests are looked at. */
export interface GateOptions {
  readonly verify: VerifyOptions;
  /** `warn` lets in what S3 would refuse for its signature, policy or checksums, and only keeps that it would. */
  readonly mode: 'enforce' | 'warn';
  readonly provider: ProviderRules;
  /** Whether checksums in the query of a presigned URL are held against the body. AWS passes over them. */
  readonly queryChecksums: 'ignore' | 'enforce';
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
    const rules = s3.store.get(address.bucket)?.cors ?? [];
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
      finish(request, response, answer, Object.assign(headers, corsHeaders(request, rules), answer.headers));
    };
    const fail = (error: unknown) => {
      // The client went away in mid-body: nobody is there to be told.
      if (request.destroyed && !request.complete) return void response.destroy();
      refused = error instanceof S3Fault ? error.refusal : s3Error(500, 'InternalError', String(error));
      reply(refusalAnswer(request, ids, refused));
    };
    const context: Context = { s3, options, address, ids, now, object, request, response, reply, fail };
    if (isPreflight(request))
      settle(
        () => ({ status: 200, headers: preflightHeaders(request, rules, options.provider.preflight) }),
        reply,
        fail,
      );
    else if (form) settle(() => takeForm(context), reply, fail);
    else serve(context);
  };
}

interface Context extends Pick<Call, 'address' | 'ids' | 'now' | 'object' | 'request'> {
  readonly s3: S3Context;
  readonly options: GateOptions;
  readonly response: ServerResponse;
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
  if (!options.provider.forms) throw notImplemented('content-type');
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
function admit({ options, address, request, object }: Context): Accepted {
  refuseOtherPost(request, address, options.provider);
  const answer = authenticate(request, address, options.verify, options.provider);
  if (answer.ok) return answer;
  object(options.provider.refusal(answer));
  return { ok: true, payloadHash: claimedPayload(request) };
}

/** A request as operations see it, with its body if that is there. */
function callOf(context: Context, accepted: Accepted, sent: readonly Buffer[] | undefined): Call {
  const { options, address, ids, now, request, object } = context;
  const hoisted = hoistedHeaders(address);
  const { refusesQueryChecksums, checksums } = options.provider;
  const unwanted = refusesQueryChecksums ? Object.keys(hoisted).find(isChecksum) : undefined;
  if (unwanted !== undefined) throw notImplemented(unwanted);
  const claims = checksums ? request.headers : withoutChecksums(request.headers);
  return {
    request,
    address,
    ids,
    now,
    object,
    headers: allHeaders(request.headers, hoisted),
    body: ({ ignoresChecksums = false } = {}) => {
      const body = openBody(sent ?? request, {
        payloadHash: accepted.payloadHash,
        headers: ignoresChecksums ? withoutChecksums(claims) : claims,
        claimed: options.queryChecksums === 'enforce' ? hoisted : {},
        chunkVerifier: accepted.chunkVerifier,
        minChunk: options.provider.minChunk,
        object,
      });
      askForBody(context);
      return body;
    },
  };
}

/** Headers that were sent and, in their place, those in the query. */
function allHeaders(sent: IncomingHttpHeaders, hoisted: Readonly<Record<string, string>>): Call['headers'] {
  // The one header that Node.js does not make one text of.
  if (hoisted === NOTHING_HOISTED && sent['set-cookie'] === undefined) return sent as Call['headers'];
  const headers: Record<string, string | undefined> = {};
  for (const name in sent) {
    const value = sent[name];
    headers[name] = typeof value === 'object' ? value.join(',') : value;
  }
  for (const name in hoisted) if (!isChecksum(name)) headers[name] = hoisted[name];
  return headers;
}

function isChecksum(name: string): boolean {
  return /^x-amz-checksum-(crc|sha)/.test(name) || name.startsWith('x-amz-sdk-');
}

function withoutChecksums(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const others = Object.entries(headers).filter(([name]) => !isChecksum(name) && name !== 'x-amz-trailer');
  return Object.fromEntries(others);
}

/** What an unverified request says of its body. Its chunks are taken as unsigned. */
function claimedPayload({ headers }: IncomingMessage): string {
  const claimed = headers['x-amz-content-sha256'];
  return typeof claimed === 'string' ? claimed : 'UNSIGNED-PAYLOAD';
}

/** Clients that wait with their body until they are asked for it are asked now. */
function askForBody({ request, response }: Pick<Context, 'request' | 'response'>): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
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
