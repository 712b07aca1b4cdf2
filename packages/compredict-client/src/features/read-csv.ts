import type Papa from 'papaparse';
import { type CsvType, csvTypeOf, readCell } from './csv-cells.ts';
import type { FeatureColumns, FeatureValue } from './features.ts';
import { type FeatureProblem, FeaturesError, refuseIfAny } from './features-error.ts';

/** Options of {@link readCsv}. */
export interface CsvOptions {
  /**
   * What stands between the fields. It is not guessed; but a header that looks like one of another delimiter is refused
   * where this is not set.
   *
   * @default ','
   */
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /**
   * The types of columns by name, where the inferred one is not what is meant. A cell of another type is then an error
   * rather than a column of text.
   */
  readonly types?: Readonly<Record<string, CsvType>>;
}

/**
 * Reads CSV (RFC 4180, UTF-8) with a header into columns, which AI Core takes as Parquet: v2 has no CSV of its own.
 *
 * Empty fields have no value; blank lines are skipped; lines may end differently. A column is of numbers (`NaN` and `inf`
 * among them), bigints (whole numbers beyond 2^53 - 1), booleans (`true`, `False`) if all its fields are; else of text.
 * Dates are text unless `types` says otherwise; without a zone they are UTC. Numbers with leading zeros are text, since
 * they are codes, not amounts.
 *
 * The text is held in memory as a whole.
 *
 * @throws {@link FeaturesError} that names the lines at fault.
 *
 * @example
 * ```ts
 * const features = await readCsv('speed,at\n80,2026-01-01\n', { types: { at: 'Date' } });
 * ```
 */
export async function readCsv(csv: string | Blob, options: CsvOptions = {}): Promise<FeatureColumns> {
  const { delimiter = ',', types = {} } = options;
  const given = (typeof csv === 'string' ? csv : await csv.text()).replace(/^\uFEFF/, '');
  const { text, newline } = withOneLineEnd(given, delimiter);
  // Only those who read CSV load what reads it.
  const { default: papa } = await import('papaparse');
  const { data, errors } = papa.parse<string[]>(text, { delimiter, newline });
  const lineOf = (row: number) => lineOfRow(papa, text, { delimiter, newline }, row);
  refuseIfAny(
    errors.slice(0, 1).map(({ row = 0 }): FeatureProblem => {
      const message = `Line ${lineOf(row)}: quotes that are not closed, or something behind them.`;
      return { code: 'NotCsv', message };
    }),
  );
  const rows = data.flatMap((fields, row) =>
    fields.length === 1 && fields[0] === '' ? [] : [{ fields, row }],
  );
  const [header, ...lines] = rows;
  if (!header) throw new FeaturesError({ code: 'EmptyFeatures', message: 'The CSV is empty.' });
  const names = header.fields;
  if (options.delimiter === undefined) checkDelimiter(names);
  refuseIfAny([...checkHeader(names, types), ...checkLengths(lines, names.length, lineOf)]);

  const problems: FeatureProblem[] = [];
  const columns = names.map((name, index) => {
    const cells = lines.map(({ fields }) => fields[index] || null);
    const type = Object.hasOwn(types, name) ? (types[name] as CsvType) : csvTypeOf(cells);
    const values = cells.map((cell) => (cell === null ? null : readCell[type](cell)));
    const wrong = values.indexOf(undefined);
    if (wrong !== -1) {
      const message = `Line ${lineOf(lines[wrong]?.row ?? 0)}, column "${name}": expected a ${type}.`;
      problems.push({ code: 'MixedTypes', message, column: name, row: wrong });
    }
    return [name, values satisfies FeatureValue[]] as const;
  });
  refuseIfAny(problems);
  return Object.fromEntries(columns);
}

/** A text whose line ends are all the same, but those in quotes: where they differ, the reader takes some for data. */
function withOneLineEnd(text: string, delimiter: string): { text: string; newline: '\n' | '\r\n' } {
  const newline = '\n';
  if (!text.includes('\r')) return { text, newline };
  // Most files have one kind of them, and to look is quick: 30 ms of 34 MB, which take 2.6 s to rewrite.
  if (!/(?<!\r)\n|\r(?!\n)/.test(text)) return { text, newline: '\r\n' };
  const quotedOrEnd = new RegExp(`(?<=^|[${delimiter}\r\n])("[^"]*(?:""[^"]*)*")|\r\n?`, 'g');
  return { text: text.replace(quotedOrEnd, (_, quoted: string | undefined) => quoted ?? newline), newline };
}

/** A table of semicolons read with commas has one column of text, which nobody wants. */
function checkDelimiter([only = '', ...more]: readonly string[]): void {
  const [other] = more.length === 0 ? (only.match(/[;\t|]/) ?? []) : [];
  if (other === undefined) return;
  const message = `The header is one field with ${JSON.stringify(other)} in it. Set \`delimiter\`.`;
  throw new FeaturesError({ code: 'NotCsv', message });
}

function checkHeader(names: readonly string[], types: Readonly<Record<string, CsvType>>): FeatureProblem[] {
  const unnamed = names.flatMap((name, index): FeatureProblem[] => {
    if (name !== '' && names.indexOf(name) === index) return [];
    const what = name === '' ? 'has no name' : `is named "${name}" like another`;
    return [
      { code: 'InvalidColumnName', message: `Field ${index + 1} of the header ${what}.`, column: name },
    ];
  });
  const missing = Object.keys(types).filter((name) => !names.includes(name));
  return [
    ...unnamed,
    ...missing.map((column): FeatureProblem => {
      return { code: 'MissingColumn', message: `\`types\` names "${column}", the header does not.`, column };
    }),
  ];
}

/** So many lines show what is wrong with a file. */
const shownLines = 20;

function checkLengths(
  lines: readonly { readonly fields: readonly string[]; readonly row: number }[],
  length: number,
  lineOf: (row: number) => number,
): FeatureProblem[] {
  return lines
    .filter(({ fields }) => fields.length !== length)
    .slice(0, shownLines)
    .map(({ fields, row }): FeatureProblem => {
      const message = `Line ${lineOf(row)} has ${fields.length} fields, the header has ${length}.`;
      return { code: 'RaggedColumns', message };
    });
}

/** The line on which a row begins: a quoted field may hold line ends, so that rows are not lines. */
function lineOfRow(papa: typeof Papa, text: string, config: Papa.ParseConfig, row: number): number {
  if (row === 0) return 1;
  // Its fast mode, for text without quotes, has read one row more than it says.
  const { meta } = papa.parse(text, { ...config, preview: row, fastMode: false });
  return 1 + (text.slice(0, meta.cursor).match(/\r\n|\r|\n/g)?.length ?? 0);
}
