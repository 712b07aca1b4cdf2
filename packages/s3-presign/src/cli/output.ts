/** Where a command writes to, a line at a time. Only `out` may get secrets: to print them is the command's task. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}
