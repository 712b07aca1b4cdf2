/**
 * COMPREDICT AI Core v2: run and train algorithms, wait for tasks, have results delivered to your own bucket.
 *
 * @example
 * ```ts
 * import { createClient } from '@x/compredict-client';
 *
 * const aiCore = createClient({ username: 'me@example.com', password: 'secret' });
 * const run = await aiCore.runAlgorithm('axle-load', { features: { speed: [80, 82.5] } });
 * const { results } = await aiCore.waitForRun(run);
 * ```
 *
 * @module
 */

export type {
  Algorithm,
  AlgorithmVersion,
  FormatNode,
  InstantResult,
  Results,
  Task,
  TaskState,
} from '@x/result-schema';
export type { AlgorithmMethods, DocumentOptions } from './algorithms/algorithm-methods.ts';
export type { Document } from './algorithms/document.ts';
export {
  compareVersions,
  latestVersion,
  newestFirst,
} from './algorithms/latest-version.ts';
export type {
  Credentials,
  PasswordCredentials,
  TokenCredentials,
  TokenFunction,
  TokenFunctionCredentials,
  UserCredentials,
} from './auth/credentials.ts';
export type { TokenCallOptions, TokenMethods } from './auth/token-methods.ts';
export type { Tokens } from './auth/tokens.ts';
export type { CallOptions } from './call-options.ts';
export type { Callback, CallbackTarget } from './callbacks/callback.ts';
export { CallbackError, type CallbackErrorCode } from './callbacks/callback-error.ts';
export type { ClientOptions, ClientSettings, RetryOptions } from './client-options.ts';
export {
  type AiCoreClient,
  type AiCoreMethods,
  createClient,
  type SafeAiCoreClient,
} from './create-client.ts';
export { createClientFromEnv, type Env } from './create-client-from-env.ts';
export { AiCoreError, isAiCoreError, type RequestContext } from './errors/ai-core-error.ts';
export { AbortedError, BodyError, NetworkError, TimeoutError } from './errors/connection-errors.ts';
export { DecryptionError } from './errors/decryption-error.ts';
export { ConfigurationError, InvalidArgumentError } from './errors/input-errors.ts';
export { JobCanceledError, JobFailedError, WaitTimeoutError } from './errors/job-errors.ts';
export { JournalError } from './errors/journal-error.ts';
export {
  AuthenticationError,
  ConflictError,
  NotFoundError,
  PermissionError,
  RequestRefusedError,
  type ResponseIssue,
  ServerError,
  ThrottledError,
  UnexpectedResponseError,
  ValidationError,
} from './errors/response-errors.ts';
export { UncertainRunError } from './errors/uncertain-run-error.ts';
export type { ArrowTable, ArrowType, ArrowVector } from './features/arrow-table.ts';
export type { Codec } from './features/codec.ts';
export type { CsvType } from './features/csv-cells.ts';
export type {
  FeatureColumn,
  FeatureColumns,
  FeatureRecords,
  FeatureRows,
  Features,
  FeaturesTable,
  FeatureValue,
} from './features/features.ts';
export { type FeatureProblem, FeaturesError, type FeaturesErrorCode } from './features/features-error.ts';
export { type FeaturesFileOptions, featuresFile } from './features/features-file.ts';
export { openParquet } from './features/open-parquet.ts';
export { ParquetStream } from './features/parquet-stream.ts';
export type { FeaturesSettings } from './features/prepare-features.ts';
export { type CsvOptions, readCsv } from './features/read-csv.ts';
export type {
  ErrorRecord,
  FailureRecord,
  Hooks,
  RequestRecord,
  ResponseRecord,
  RetryRecord,
} from './http/hooks.ts';
export type { Fetch } from './http/send-by-fetch.ts';
export type { TlsOptions } from './http/tls-options.ts';
export type { UploadProgress } from './http/transport.ts';
export type { JsonObject } from './json-object.ts';
export type { Outcome, Settled } from './outcome.ts';
export type { JournalEntry, JournalEvent, RunJournal } from './runs/many/journal.ts';
export type { RunManyOptions, RunManyOutcome } from './runs/many/many-options.ts';
export type { Items } from './runs/many/map-unordered.ts';
export type { RunResult } from './runs/run-answer.ts';
export type { RunMethods } from './runs/run-methods.ts';
export type { FeaturesOptions, RunOptions, TrainOptions } from './runs/run-options.ts';
export type { Clock } from './tasks/clock.ts';
export type { JobReference } from './tasks/job-reference.ts';
export type { TaskMethods } from './tasks/task-methods.ts';
export type { WaitOptions, Wake } from './tasks/wait-options.ts';
export type {
  AlgorithmId,
  AlgorithmTypes,
  FeaturesOf,
  ParametersOf,
  ResultsOf,
  WithResults,
} from './typed-algorithms/algorithm-types.ts';
export type { SettledMethods } from './typed-algorithms/settled-methods.ts';
export type { ApiKeyCredentials } from './v1/api-key-credentials.ts';
export { decryptResult } from './v1/decrypt-result.ts';
export type { FeaturesFormat } from './v1/features-of-v1.ts';
export type { PrivateCryptoKey, PrivateKey } from './v1/private-key.ts';
