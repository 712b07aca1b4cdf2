/** One fenced code block of a Markdown document. */
export interface CodeBlock {
  /** The word behind the fence, such as `ts`. */
  readonly language: string;
  readonly code: string;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
}

const FENCE = /^(```+)(\S*)[^\n]*\n([\s\S]*?)^\1[ \t]*$/gm;

/** All fenced code blocks of a Markdown document, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return Array.from(markdown.matchAll(FENCE), (match) => ({
    language: match[2] ?? '',
    code: match[3] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}
