import { pauseMs, slept } from '../api/backoff';
import { isAbort } from '../api/failure';

/**
 * Reads again and again while the page is visible: the next read begins a period after the end of
 * the one before, and after failures later. A page that becomes visible again is read at once.
 */
export class Poller {
  readonly #read: (signal: AbortSignal) => Promise<void>;
  readonly #periodMs: number;
  readonly #onError: (error: unknown) => void;
  #run: AbortController | null = null;
  #failures = 0;

  /** @param onError takes the error of each read; null after one without */
  constructor(read: (signal: AbortSignal) => Promise<void>, periodMs: number, onError: (error: unknown) => void) {
    this.#read = read;
    this.#periodMs = periodMs;
    this.#onError = onError;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#followVisibility);
    this.#followVisibility();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#followVisibility);
    this.#end();
  }

  /** Reads at once, instead of after the rest of the period. */
  readNow(): void {
    if (this.#run !== null) {
      this.#end();
      this.#begin();
    }
  }

  readonly #followVisibility = () => {
    if (document.visibilityState === 'hidden') {
      this.#end();
    } else {
      this.#begin();
    }
  };

  #begin(): void {
    if (this.#run === null) {
      this.#run = new AbortController();
      void this.#loop(this.#run.signal);
    }
  }

  #end(): void {
    this.#run?.abort();
    this.#run = null;
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pause = this.#periodMs;
      try {
        await this.#read(signal);
        this.#failures = 0;
        this.#onError(null);
      } catch (error) {
        if (signal.aborted || isAbort(error)) {
          return;
        }
        pause = Math.max(pause, pauseMs(this.#failures++, Math.random()));
        this.#onError(error);
      }
      await slept(pause, signal);
    }
  }
}
