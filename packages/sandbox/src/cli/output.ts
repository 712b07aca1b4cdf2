/** Where the command writes to, a line at a time. Only `out` gets the sandbox's credentials: to print them is its task. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}
