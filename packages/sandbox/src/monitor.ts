/** What a monitor sees of a finished prediction. */
export interface MonitorContext {
  readonly results: Readonly<Record<string, unknown>>;
  /** What `fit` returned for this version; `undefined` before the first training. */
  readonly model: unknown;
}

/** What a monitor found. `readings` follows the monitor's own `readings` declaration. */
export interface MonitorReport {
  readonly isAlarmed: boolean;
  readonly readings: Readonly<Record<string, unknown>>;
}

/** A monitoring tool: looks at one signal of the results and raises an alarm. */
export interface Monitor {
  /** The tool's name, such as `Range`. */
  readonly name: string;
  /** The result key it looks at. Its report is found under `<name>#<signal>`. */
  readonly signal: string;
  /** What it measures, as `output_schema` of the version's `monitoring_tools`. */
  readonly readings: Readonly<Record<string, { readonly description: string; readonly type: string }>>;
  /**
   * Looks, at once: a promise is no report. An error thrown here, and what is no report, is reported as
   * `success: false` and does not fail the prediction.
   */
  inspect(context: MonitorContext): MonitorReport;
}
