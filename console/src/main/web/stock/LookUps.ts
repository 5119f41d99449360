import type { Api } from '../api/client';
import { lookUp, PRODUCTS_MAX, type Item } from '../api/inventory';
import { PacedRead } from '../parts/PacedRead';

const PAUSE_MS = 300;

/**
 * Reads products whose changes are unknown: one look-up at a time, with a pause after each. A batch
 * of very many changes makes those of all products unknown, and such batches come one after the other.
 */
export class LookUps {
  readonly #abort = new AbortController();
  readonly #reads: PacedRead;
  #wanted = new Set<string>();

  constructor(api: Api, onItems: (items: readonly Item[]) => void) {
    this.#reads = new PacedRead(async () => {
      // The newest ones are those in view.
      const ids = [...this.#wanted].slice(-PRODUCTS_MAX);
      this.#wanted = new Set();
      try {
        const { body } = await lookUp(api, ids, this.#abort.signal);
        onItems(body.items);
      } catch {
        // The rows stay as they were read. The next change of each arrives with the stream.
      }
    }, PAUSE_MS);
  }

  /** Reads these products soon. */
  request(productIds: readonly string[]): void {
    for (const id of productIds) {
      this.#wanted.delete(id);
      this.#wanted.add(id);
    }
    this.#reads.request();
  }

  /** Ends the look-ups for good. */
  close(): void {
    this.#reads.close();
    this.#abort.abort();
  }
}
