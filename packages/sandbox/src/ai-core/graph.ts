import { encode } from 'fast-png';

const WIDTH = 480;
const HEIGHT = 240;
const MARGIN = 16;
const AXIS = [120, 120, 120] as const;
const PALETTE = [
  [31, 119, 180],
  [255, 127, 14],
  [44, 160, 44],
  [214, 39, 40],
  [148, 103, 189],
  [140, 86, 75],
] as const;

/** Draws the numeric series of a template as lines, each scaled to the full height, and returns a PNG. */
export function drawGraph(template: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3).fill(255);
  const line = (from: Point, to: Point, color: readonly number[]): void => {
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
    for (let step = 0; step <= steps; step += 1) {
      const x = Math.round(from.x + ((to.x - from.x) * step) / steps);
      const y = Math.round(from.y + ((to.y - from.y) * step) / steps);
      pixels.set(color, (y * WIDTH + x) * 3);
    }
  };
  const origin = { x: MARGIN, y: HEIGHT - MARGIN };
  line(origin, { x: WIDTH - MARGIN, y: origin.y }, AXIS);
  line(origin, { x: origin.x, y: MARGIN }, AXIS);
  for (const [index, series] of Object.values(template).filter(isSeries).entries()) {
    // One after the other: a function takes no more than some 100,000 arguments.
    const least = series.reduce((a, b) => Math.min(a, b));
    const most = series.reduce((a, b) => Math.max(a, b));
    const points = series.map((value, position) => ({
      x: origin.x + ((WIDTH - 2 * MARGIN) * position) / Math.max(1, series.length - 1),
      y: origin.y - ((HEIGHT - 2 * MARGIN) * (value - least + 0.5)) / (most - least + 1),
    }));
    const color = PALETTE[index % PALETTE.length] ?? AXIS;
    for (const [position, point] of points.entries()) line(points[position - 1] ?? point, point, color);
  }
  return new Uint8Array(encode({ width: WIDTH, height: HEIGHT, data: pixels, channels: 3 }));
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const isSeries = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => Number.isFinite(entry));
