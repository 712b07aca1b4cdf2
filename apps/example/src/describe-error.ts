/** One line about an error: what kind it is and what it says. A stack or a cause may hold what is no one's business. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
