/** Collects numbers as they come, in memory that grows by doubling. */
export class NumberBuffer {
  #values = new Float64Array();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /**
   * Adds numbers, null as NaN, up to the first item that is neither.
   *
   * @returns the index of that item, or -1.
   */
  add(items: readonly unknown[]): number {
    this.#reserve(this.#length + items.length);
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      // JSON has no Infinity, but 1e999 reads as one.
      if (Number.isFinite(item)) this.#values[this.#length++] = item as number;
      else if (item === null) this.#values[this.#length++] = Number.NaN;
      else return index;
    }
    return -1;
  }

  /** Takes the first numbers out, all of them or as many as asked for. */
  take(count: number = this.#length): Float64Array<ArrayBuffer> {
    const taken = this.#values.slice(0, count);
    this.#values.copyWithin(0, count, this.#length);
    this.#length -= count;
    return taken;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const grown = new Float64Array(Math.max(length, 2 * this.#values.length));
    grown.set(this.#values.subarray(0, this.#length));
    this.#values = grown;
  }
}
