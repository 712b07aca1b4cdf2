/**
 * A local COMPREDICT AI Core v2 and a local S3, in one process.
 *
 * ```ts
 * import { startSandbox } from '@x/compredict-sandbox';
 *
 * await using sandbox = await startSandbox();
 * const login = JSON.stringify({ username: sandbox.username, password: sandbox.password });
 * await fetch(`${sandbox.aiCoreUrl}/token/`, { method: 'POST', body: login });
 * ```
 *
 * @module
 */
export type { AccountOptions } from './account-options.ts';
export type { Delivery, DeliveryKind } from './ai-core/delivery.ts';
export type { JobRecord, JobStatus } from './ai-core/job.ts';
export type { RequestRecord } from './ai-core/request-log.ts';
export { AlgorithmDefinitionError } from './algorithm-definition-error.ts';
export { AlgorithmError } from './algorithm-error.ts';
export { damageForecast } from './algorithms/damage-forecast.ts';
export { massEstimation } from './algorithms/mass-estimation.ts';
export { type Range, rangeMonitor } from './algorithms/range-monitor.ts';
export type { SandboxClock } from './clock.ts';
export type {
  FeatureColumn,
  FeatureColumns,
  FitFeatures,
  OutputColumn,
  OutputColumns,
  OutputValues,
  PredictFeatures,
  ValueType,
} from './columns.ts';
export { DataDirError } from './data-dir/data-dir-error.ts';
export {
  type Algorithm,
  type AlgorithmDefinition,
  type AlgorithmVersion,
  defineAlgorithm,
  type FitContext,
  type FitOutcome,
  type PredictContext,
  type PredictOutcome,
} from './define-algorithm.ts';
export type {
  CallbackFault,
  CallbackFaultRule,
  FaultRule,
  RequestFault,
  RequestFaultRule,
} from './faults/fault-rule.ts';
export type { InjectedFault, SandboxFaults } from './faults/faults.ts';
export type { Monitor, MonitorContext, MonitorReport } from './monitor.ts';
export { PortInUseError } from './port-in-use-error.ts';
export type { EventQueue } from './s3/events/start-event-queue.ts';
export type { Provider } from './s3/provider.ts';
export type { S3Request } from './s3/s3-request.ts';
export { SandboxOptionError } from './sandbox-option-error.ts';
export type { SandboxOptions } from './sandbox-options.ts';
export { type Sandbox, type SandboxWithEvents, startSandbox } from './start-sandbox.ts';
