/**
 * Whole numbers from 0 up to a bound, the same ones on every run: a linear congruential generator. `Math.imul` keeps it exact;
 * multiplied as doubles it loses digits, and repeats itself after ten thousand numbers.
 */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    // The low bits hardly vary.
    return Math.floor((state / 2 ** 32) * below);
  };
}
