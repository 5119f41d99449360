import { pauseMs, slept } from '../api/backoff';
import { isAbort } from '../api/failure';

/** A read that is so much later than its period is late. */
const LATE_MS = 4_000;

/** How current the values are that a poller has read. */
export interface PollState {
  /** The error of the last read; null if it has succeeded. */
  readonly error: unknown;
  /** When the last read has succeeded, by the clock of this machine; null before the first. */
  readonly readAt: Date | null;
  /** Whether the values are true now: the last read has succeeded, and the next one is not late. */
  readonly isCurrent: boolean;
}

export const NOT_READ: PollState = { error: null, readAt: null, isCurrent: false };

/** Since when nothing was read; null if the values are true now, or were never read. */
export function unreadSince({ readAt, isCurrent }: PollState): Date | null {
  return isCurrent ? null : readAt;
}

/**
 * Reads again and again while the page is visible: the next read begins a period after the end of
 * the one before, and after failures later. A page that becomes visible again is read at once.
 */
export class Poller {
  readonly #read: (signal: AbortSignal) => Promise<void>;
  readonly #periodMs: number;
  readonly #onState: (state: PollState) => void;
  #state = NOT_READ;
  #run: AbortController | null = null;
  #failures = 0;
  #late: ReturnType<typeof setTimeout> | undefined;

  /** @param onState takes the state after each read, and when a read is late */
  constructor(
    read: (signal: AbortSignal) => Promise<void>,
    periodMs: number,
    onState: (state: PollState) => void,
  ) {
    this.#read = read;
    this.#periodMs = periodMs;
    this.#onState = onState;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#followVisibility);
    this.#followVisibility();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#followVisibility);
    this.#end();
    clearTimeout(this.#late);
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
        this.#succeeded();
      } catch (error) {
        if (signal.aborted || isAbort(error)) {
          return;
        }
        pause = Math.max(pause, pauseMs(this.#failures++, Math.random()));
        this.#set({ ...this.#state, error, isCurrent: false });
      }
      await slept(pause, signal);
    }
  }

  #succeeded(): void {
    clearTimeout(this.#late);
    // Also on a hidden page: its values are old when it becomes visible again.
    this.#late = setTimeout(() => this.#set({ ...this.#state, isCurrent: false }), this.#periodMs + LATE_MS);
    this.#set({ error: null, readAt: new Date(), isCurrent: true });
  }

  #set(state: PollState): void {
    this.#state = state;
    this.#onState(state);
  }
}
