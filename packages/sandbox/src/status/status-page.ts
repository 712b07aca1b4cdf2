import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Delivery } from '../ai-core/delivery.ts';
import type { JobRecord } from '../ai-core/job.ts';
import type { ObjectRecord } from '../s3/object-record.ts';
import type { S3Request } from '../s3/s3-request.ts';
import { SCRIPT, STYLE } from './assets.ts';

/** What the page shows. Holds no secret. */
export interface Status {
  readonly aiCoreUrl: string;
  readonly s3Url: string;
  /** The sandbox's time. */
  readonly now: Date;
  readonly jobs: readonly JobRecord[];
  readonly deliveries: readonly Delivery[];
  readonly s3Requests: readonly S3Request[];
  readonly objects: readonly ObjectRecord[];
}

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** As many rows of each kind are shown, the newest first. */
const ROWS = 200;

/**
 * The page on which a person sees what the sandbox is doing: jobs, deliveries, what S3 said to each request, objects.
 *
 * @param nonce - Of the page's script, which its content security policy names.
 */
export function statusPage(status: Status, nonce: string): Html {
  const { aiCoreUrl, s3Url, now } = status;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>compredict-sandbox</title>
<style>${STYLE}</style>
<h1>compredict-sandbox</h1>
<p>AI Core <code>${aiCoreUrl}</code> · S3 <code>${s3Url}</code></p>
<main>
<p>Sandbox time <time>${now.toISOString()}</time></p>
${table('Jobs', ['Created', 'Job', 'Algorithm', 'Status', ''], status.jobs, jobRow)}
${table('Deliveries', ['Ended', 'Job', 'Target', 'Answer', ''], status.deliveries, deliveryRow)}
${table('S3 requests', ['Ended', 'Request', 'Signed by', 'Answer', ''], status.s3Requests, requestRow)}
${table('Objects', ['Modified', 'Object', 'Type', 'Bytes'], status.objects, objectRow)}
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</html>`;
}

function table<T>(
  title: string,
  headings: readonly string[],
  entries: readonly T[],
  row: (entry: T) => Html,
): Html {
  const shown = entries.slice(-ROWS).reverse();
  const count =
    shown.length < entries.length ? `newest ${shown.length} of ${entries.length}` : entries.length;
  if (entries.length === 0) return html`<h2>${title}</h2><p>None yet.</p>`;
  return html`<h2>${title} <small>${count}</small></h2>
<table>
<thead><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr></thead>
<tbody>${shown.map(row)}</tbody>
</table>`;
}

function jobRow({ id, algorithmId, purpose, status, createdAt, error }: JobRecord): Html {
  const failed = error !== undefined;
  return html`<tr>${time(createdAt)}<td><code>${id}</code></td><td>${purpose} ${algorithmId}</td>
${verdict(!failed, failed ? 'Failed' : status)}<td>${error ?? ''}</td></tr>`;
}

function deliveryRow({ jobId, kind, method, target, ok, status, error, finishedAt }: Delivery): Html {
  return html`<tr>${time(finishedAt)}<td><code>${jobId}</code></td><td>${kind}: ${method} ${target}</td>
${verdict(ok, status ?? 'none')}<td>${why(error)}</td></tr>`;
}

function requestRow({ at, method, bucket, key, signedBy, ok, status, error }: S3Request): Html {
  const object = [bucket, key].filter((part) => part !== '').join('/');
  return html`<tr>${time(at)}<td>${method} /${object}</td><td>${signedBy}</td>
${verdict(ok, status)}<td>${why(error)}${culprit(error)}</td></tr>`;
}

function objectRow({ bucket, key, contentType, size, lastModified }: ObjectRecord): Html {
  const view = `/_sandbox/object?${new URLSearchParams({ bucket, key })}`;
  return html`<tr>${time(lastModified)}<td><a href="${view}">${bucket}/${key}</a></td><td>${contentType}</td>
<td>${size}</td></tr>`;
}

const time = (at: Date): Html => html`<td><time>${at.toISOString().slice(11, 23)}</time></td>`;

const verdict = (ok: boolean, text: string | number): Html =>
  html`<td class="${ok ? 'ok' : 'refused'}">${text}</td>`;

const why = (error: { readonly code: string; readonly message: string } | undefined): string =>
  error === undefined ? '' : `${error.code}: ${error.message}`;

const culprit = (error: S3Request['error']): string =>
  error?.culprit.name === undefined ? '' : ` (${error.culprit.kind} ${error.culprit.name})`;
