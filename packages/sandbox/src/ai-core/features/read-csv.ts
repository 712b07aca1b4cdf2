import Papa from 'papaparse';
import { checkRows, type Table, type TableLimits, UnreadableFeatures } from './table.ts';

/**
 * Reads features as v1 clients send them in CSV: a header line, and perhaps the unnamed index column that pandas puts
 * first (AI Core wire contract, section 5).
 *
 * @throws {UnreadableFeatures} a line with more or fewer cells than the header, an open quote.
 */
export function readCsv(bytes: Uint8Array, names: readonly string[], limits: TableLimits): Table {
  const { data, errors } = Papa.parse<string[]>(new TextDecoder().decode(bytes), {
    delimiter: ',',
    skipEmptyLines: true,
  });
  const [header = [], ...lines] = data;
  const broken = lines.findIndex((line) => line.length !== header.length);
  if (errors.length > 0 || broken !== -1) {
    const line = (errors[0]?.row ?? broken + 1) + 1;
    throw new UnreadableFeatures(`The file could not be read as CSV: line ${line} does not fit the header.`);
  }
  checkRows(lines.length, limits);
  const present = names.filter((name) => header.includes(name));
  return {
    rows: lines.length,
    columns: new Map(
      present.map((name) => {
        const at = header.indexOf(name);
        return [name, lines.map((line) => toValue(line[at] ?? ''))];
      }),
    ),
  };
}

/** CSV knows no types: the value is taken for what pandas would take it for. */
function toValue(text: string): unknown {
  if (text === '') return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
