import type { CurveRange } from '../api/curve';
import type { Item } from '../api/inventory';
import { PacedRead } from '../parts/PacedRead';
import { isAfter } from './curveState';

/** The pause between two reads of a curve that grows. */
const READ_PAUSE_MS = 1_000;

/**
 * Reads the curve of a product in a range, and reads it again as the product changes, until the curve is final.
 *
 * It is final if the product had an event after the range before the curve was read: the place of an event on the
 * curve is never before that of an earlier event, so every further event is after the range too. This rests on no
 * clock, and also holds while the read model is behind.
 */
export class GrowingCurve {
  readonly #reads: PacedRead;
  #newest: Item | null;
  #isFinal = false;

  /**
   * @param known the newest item of the product that is known; null for none
   * @param read reads the product and the curve; returns null instead of failing
   */
  constructor(known: Item | null, read: () => Promise<{ readonly item: Item; readonly range: CurveRange } | null>) {
    this.#newest = known;
    this.#reads = new PacedRead(async () => {
      const before = this.#newest;
      const result = await read();
      if (result !== null) {
        this.#isFinal = before !== null && isAfter(before.updatedAt, result.range.to);
        this.#learn(result.item);
      }
    }, READ_PAUSE_MS);
  }

  /** Reads the curve in any case. */
  request(): void {
    this.#reads.request();
  }

  /** Reads the curve if the change may be in it; returns whether it does. */
  changed(item: Item): boolean {
    this.#learn(item);
    if (!this.#isFinal) {
      this.#reads.request();
    }
    return !this.#isFinal;
  }

  /** Ends the reads for good. */
  close(): void {
    this.#reads.close();
  }

  #learn(item: Item): void {
    if (this.#newest === null || item.version > this.#newest.version) {
      this.#newest = item;
    }
  }
}
