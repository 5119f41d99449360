/**
 * Repeats a read when something has changed: one read at a time, and a pause after each. Changes
 * during a read or a pause lead to one read after it, however many they are.
 */
export class PacedRead {
  readonly #read: () => Promise<void>;
  readonly #pauseMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;
  #isWanted = false;
  #isClosed = false;

  /** @param read must not fail */
  constructor(read: () => Promise<void>, pauseMs: number) {
    this.#read = read;
    this.#pauseMs = pauseMs;
  }

  /** Reads now, or after the present read and its pause. */
  request(): void {
    this.#isWanted = true;
    if (!this.#isBusy && !this.#isClosed) {
      void this.#run();
    }
  }

  /** Ends the reads for good; a read in progress is not repeated. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    this.#isWanted = false;
    await this.#read();
    if (this.#isClosed) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#isBusy = false;
      if (this.#isWanted) {
        void this.#run();
      }
    }, this.#pauseMs);
  }
}
