/** Where a command writes to, a line at a time. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}
