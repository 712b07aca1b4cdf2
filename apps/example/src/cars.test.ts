import { expect, test } from 'vitest';
import { loadCars, toColumns } from './cars.ts';

test('takes the Auto MPG data, without the rows that lack a value', async () => {
  const { training, heldBack, missing, dropped } = await loadCars();
  // 406 cars, of which 8 lack their consumption and 6 their power.
  expect(missing).toEqual({ Miles_per_Gallon: 8, Horsepower: 6 });
  expect(dropped).toBe(14);
  expect(training.length + heldBack.length).toBe(392);
  expect(heldBack).toHaveLength(79);
});

test('gives one list a column, all of one length', async () => {
  const { heldBack } = await loadCars();
  const columns = toColumns(heldBack);
  expect(Object.keys(columns)).toHaveLength(6);
  for (const column of Object.values(columns)) expect(column).toHaveLength(heldBack.length);
});
