/** The same numbers on every run, with the 15 to 17 digits that computed ones have. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state / 2147483648) * 1000;
  };
}

const envelope = (results: unknown): string =>
  JSON.stringify({
    job_id: '7d1f0c9e',
    status: 'Finished',
    success: true,
    results,
    callback_param: { trip: 7 },
  });

/** A result file with one long series. */
export function columns(count: number): string {
  const next = numbersFrom(7);
  return envelope({ load: Array.from({ length: count }, next) });
}

/** A result file with a list of objects. */
export function rows(count: number): string {
  const next = numbersFrom(7);
  return envelope(
    Array.from({ length: count }, (_, index) => ({
      id: `trip-${index}`,
      load: next(),
      speed: next(),
      valid: true,
    })),
  );
}

/** About so many bytes of a result file with series of 500,000 numbers, made as they are asked for. */
export async function* resultBytes(size: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const next = numbersFrom(7);
  const block = encoder.encode(`${Array.from({ length: 4000 }, next).join(',')},`);
  yield encoder.encode('{"job_id":"7d1f0c9e","status":"Finished","success":true,"results":{');
  for (let sent = 0, index = 0; sent < size; index++) {
    yield encoder.encode(`${index === 0 ? '' : ','}"series ${index}":[`);
    for (let count = 0; count < 125 && sent < size; count++, sent += block.length) yield block;
    yield encoder.encode('0]');
  }
  yield encoder.encode('}}');
}
