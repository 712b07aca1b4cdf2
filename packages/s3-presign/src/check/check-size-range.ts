import { checkSize, isSize } from './check-size.ts';
import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidContentLength` for anything but two sizes, the smaller one first */
export function checkSizeRange(range: readonly unknown[], option: string): [min: number, max: number] {
  if (!Array.isArray(range) || range.length !== 2)
    return refuse('InvalidContentLength', option, 'must be [smallest, largest], in bytes');
  const [min, max] = range as [number, number];
  if (isSize(min) && isSize(max) && min <= max) return [min, max];
  checkSize(min, `${option}[0]`);
  checkSize(max, `${option}[1]`);
  return refuse(
    'InvalidContentLength',
    option,
    `must be [smallest, largest], not [${min}, ${max}]: no file could be sent`,
  );
}
