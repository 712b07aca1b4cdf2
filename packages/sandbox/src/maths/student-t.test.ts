import { expect, test } from 'vitest';
import { studentT } from './student-t.ts';

// python3 -c "from scipy.stats import t; print(t.ppf((1 + c) / 2, dof))"
test.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 5, 2.5705818356363146],
  [0.95, 30, 2.0422724563012378],
  [0.99, 300, 2.5923164108477925],
  [0.999, 3, 12.923978636687961],
])('t for a confidence of %f and %i degrees of freedom is %f', (confidence, degreesOfFreedom, expected) => {
  expect(studentT(confidence, degreesOfFreedom) / expected).toBeCloseTo(1, 7);
});
