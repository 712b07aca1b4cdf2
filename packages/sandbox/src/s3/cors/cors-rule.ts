/** One rule of a bucket's CORS configuration. */
export interface CorsRule {
  /** Each with at most one `*`. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Headers that a page may send, each with at most one `*`. */
  readonly headers: readonly string[];
  /** Headers that a page may read. */
  readonly exposed: readonly string[];
  readonly id?: string;
  readonly maxAgeSeconds?: number;
}

/** The methods that rules may allow, and pages ask for. */
export const CORS_METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Lets pages of every origin do what their presigned URLs and forms allow, and see what was stored. */
export const OPEN_CORS: readonly CorsRule[] = [
  {
    origins: ['*'],
    methods: CORS_METHODS,
    headers: ['*'],
    exposed: ['ETag', 'Location', 'x-amz-version-id', 'x-amz-request-id', 'x-amz-id-2'],
  },
];

/** What a page wants to do. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Names of the headers it wants to send. */
  readonly headers: readonly string[];
}

/** The first rule that lets a page do what it wants. */
export function ruleFor(rules: readonly CorsRule[], question: CorsQuestion): CorsRule | undefined {
  return rules.find(
    ({ origins, methods, headers }) =>
      methods.includes(question.method) &&
      origins.some((pattern) => matches(pattern, question.origin)) &&
      question.headers.every((name) =>
        headers.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase())),
      ),
  );
}

function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*', 2);
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
