import Papa from 'papaparse';
import type { ValueType } from '../../columns.ts';
import type { AskedColumns } from './check-features.ts';
import { checkRows, type Table, type TableLimits, UnreadableFeatures } from './table.ts';

/**
 * Reads features as v1 clients send them in CSV: a header line, and perhaps the unnamed index column that pandas puts
 * first (AI Core wire contract, section 5).
 *
 * @throws {UnreadableFeatures} a line with more or fewer cells than the header, an open quote.
 */
export function readCsv(bytes: Uint8Array, asked: AskedColumns, limits: TableLimits): Table {
  const { data, errors } = parse(new TextDecoder().decode(bytes));
  const [header = [], ...lines] = data;
  const broken = lines.findIndex((line) => line.length !== header.length);
  if (errors.length > 0 || broken !== -1) {
    const line = (errors[0]?.row ?? broken + 1) + 1;
    throw new UnreadableFeatures(`The file could not be read as CSV: line ${line} does not fit the header.`);
  }
  checkRows(lines.length, limits);
  const present = Object.entries(asked).filter(([name]) => header.includes(name));
  return {
    rows: lines.length,
    columns: new Map(
      present.map(([name, { type }]) => {
        const at = header.indexOf(name);
        return [name, lines.map((line) => toValue(line[at] ?? '', type))];
      }),
    ),
  };
}

function parse(text: string): Papa.ParseResult<string[]> {
  const parsed = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true });
  if (parsed.data[0]?.length !== 1) return parsed;
  // The only cell of a line may be an empty one in quotes: Papa Parse takes such lines for empty, pandas does not.
  return Papa.parse<string[]>(withoutBlankLines(text), { delimiter: ',' });
}

/** Of one column, whose cells begin their lines. Those in quotes may hold line ends. */
function withoutBlankLines(text: string): string {
  const kept = text.replace(QUOTED_OR_ENDS, (all, end?: string) => end ?? all);
  return kept.replace(/^[\r\n]+/, '').replace(/(?:\r\n|\r|\n)$/, '');
}

const QUOTED_OR_ENDS = /^"[^"]*"(?:"[^"]*")*|(\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))+/gm;

/** What pandas takes for a missing value: `na_values` of its `read_csv`. */
const MISSING = new Set(
  '#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null'.split(
    ',',
  ),
);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(inity)?$/i;

/** CSV knows no types. A column of text is left as it is, any other value is taken for what pandas would take it for. */
function toValue(text: string, type: ValueType): unknown {
  if (text === '') return null;
  if (type === 'str') return text;
  if (MISSING.has(text)) return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (INFINITE.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NUMBER.test(text.trim()) ? Number(text) : text;
}
