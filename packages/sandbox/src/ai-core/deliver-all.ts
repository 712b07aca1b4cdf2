import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../faults/faults.ts';
import type { Target } from './callbacks.ts';
import { deliver } from './deliver.ts';
import { type Delivery, kindOf, methodFor, placeOf } from './delivery.ts';
import { callbackBody, type Job, type Outcome } from './job.ts';

/** What delivering needs. */
export interface DeliveriesContext {
  /** Every attempt is added here. */
  readonly deliveries: Delivery[];
  readonly deliveryTimeoutMs: number;
  readonly faults: Faults;
  readonly now: () => Date;
  /** Aborted when the sandbox stops. */
  readonly stopped: AbortSignal;
}

/** Delivers to all targets at once; none waits for another, none stops another. */
export async function deliverAll(
  job: Job,
  outcome: Outcome,
  targets: readonly Target[],
  context: DeliveriesContext,
): Promise<void> {
  await Promise.all(
    targets.map((target) => deliverTo(target, job.id, callbackBody(job, outcome, target.param), context)),
  );
}

async function deliverTo(
  target: Target,
  jobId: string,
  body: Readonly<Record<string, unknown>>,
  { deliveries, deliveryTimeoutMs, faults, now, stopped }: DeliveriesContext,
): Promise<void> {
  const attempt = async (): Promise<void> => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(deliveryTimeoutMs)]);
    deliveries.push(await deliver(target, { jobId, body, now, signal }));
  };
  const kind = kindOf(target);
  const method = methodFor(kind);
  const { pathname: path } = target.url;
  const met = faults.forCallback({ method, path });
  if (met.some((fault) => fault.kind === 'lost')) {
    const error = { code: 'FaultInjected', message: 'A fault of the sandbox lost the callback.' };
    const at = now();
    deliveries.push({
      jobId,
      kind,
      method,
      target: placeOf(target),
      ok: false,
      error,
      startedAt: at,
      finishedAt: at,
    });
    return;
  }
  for (const fault of met) {
    // If the sandbox stops meanwhile, the attempt says so.
    if (fault.kind === 'late') await wait(fault.ms, undefined, { signal: stopped }).catch(() => {});
  }
  await attempt();
  if (met.some((fault) => fault.kind === 'doubled')) await attempt();
}
