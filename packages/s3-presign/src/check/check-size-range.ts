import { checkSize } from './check-size.ts';
import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidContentLength` for anything but two sizes, the smaller one first */
export function checkSizeRange(range: readonly unknown[], option: string): [min: number, max: number] {
  if (!Array.isArray(range) || range.length !== 2)
    return refuse('InvalidContentLength', option, 'must be [smallest, largest], in bytes');
  const min = checkSize(range[0], `${option}[0]`);
  const max = checkSize(range[1], `${option}[1]`);
  if (min > max)
    refuse(
      'InvalidContentLength',
      option,
      `must be [smallest, largest], not [${min}, ${max}]: no file could be sent`,
    );
  return [min, max];
}
