import { Store } from '../app/store';
import type { Session } from '../session/session';
import type { Api } from './client';
import { failureOf, isAbort, type Failure } from './failure';
import { PRODUCTS_MAX, type Item } from './inventory';
import { pauseMs, slept } from './backoff';
import { SseParser, type ServerEvent } from './sse';
import { LateError } from './timeLimit';

/** Whether changes arrive. */
export type StreamState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** The token has ended, and the user is asked for another one. */
  | { readonly kind: 'no-token' }
  | { readonly kind: 'broken'; readonly failure: Failure; readonly retryAt: Date };

/** The receiver of changes. */
export interface ChangeListener {
  /** The newest item of each product that has changed, at most once for each frame. */
  changed(items: readonly Item[]): void;
  /** The changes of these products since they were read are unknown: read them again. */
  unknown(productIds: readonly string[]): void;
}

/** A request line has at most 8 KiB at the query service; the token is in the same buffer. */
const QUERY_CHARACTERS_MAX = 4_000;

/** A stream that sends nothing for so long is broken: the heartbeats are 15 s apart by default. */
const SILENCE_MAX_MS = 60_000;

/** After this time of work the page gets a chance to answer to the user. */
const SLICE_MS = 8;

/**
 * The query of a stream of these products. A stream has at most 500 products, and an address is
 * limited; beyond that the stream is that of all products, of which the others are ignored.
 */
export function streamQuery(productIds: readonly string[]): string {
  const query = new URLSearchParams(productIds.map((id) => ['productId', id])).toString();
  return productIds.length > PRODUCTS_MAX || query.length > QUERY_CHARACTERS_MAX ? '' : `?${query}`;
}

/**
 * Follows the changes of the products that a page shows. The stream is read with fetch, because
 * EventSource cannot send a token. After a broken connection it resumes from the last event that
 * it has received. Many changes within a frame are handed on together, the newest of each product.
 */
export class ChangeStream {
  readonly state = new Store<StreamState>({ kind: 'idle' });

  readonly #api: Api;
  readonly #session: Session;
  readonly #listener: ChangeListener;
  readonly #pending = new Map<string, Item>();
  #watched: ReadonlySet<string> = new Set();
  /** The products whose every change since they were read has arrived, or will. */
  #followed: ReadonlySet<string> = new Set();
  #lastEventId = '';
  #frame = 0;
  #attempts = 0;
  #run: AbortController | null = null;

  constructor(api: Api, session: Session, listener: ChangeListener) {
    this.#api = api;
    this.#session = session;
    this.#listener = listener;
  }

  /** Follows exactly these products from now on; none ends the stream. */
  watch(productIds: readonly string[]): void {
    const watched = new Set(productIds);
    if (watched.size === this.#watched.size && productIds.every((id) => this.#watched.has(id))) {
      return;
    }
    this.#watched = watched;
    this.#run?.abort();
    this.#run = null;
    if (watched.size === 0) {
      this.#followed = watched;
      this.state.set({ kind: 'idle' });
      return;
    }
    this.#run = new AbortController();
    void this.#follow(this.#run.signal);
  }

  /** Ends the stream for good. */
  close(): void {
    this.watch([]);
    cancelAnimationFrame(this.#frame);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let failure: Failure;
      try {
        if (this.state.value.kind !== 'live') {
          this.state.set({ kind: 'connecting' });
        }
        if ((await this.#read(signal)) === 'again') {
          continue;
        }
        failure = {
          title: 'The stream of changes has ended',
          detail: 'The service has closed it, as it does when it stops.',
          advice: '',
        };
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        failure = isAbort(error) || error instanceof LateError ? SILENT : failureOf(error);
      }
      const pause = pauseMs(this.#attempts++, Math.random());
      this.state.set({ kind: 'broken', failure, retryAt: new Date(Date.now() + pause) });
      await slept(pause, signal);
    }
  }

  /** Reads one connection to its end; `again` if the next one may follow at once. */
  async #read(signal: AbortSignal): Promise<'again' | 'ended'> {
    const connection = new AbortController();
    const abort = () => connection.abort();
    signal.addEventListener('abort', abort);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = this.#session.state.subscribe(() => {
      if (this.state.value.kind === 'no-token' && this.#session.state.value.kind === 'signed-in') {
        this.state.set({ kind: 'connecting' });
      }
    });
    try {
      const token = this.#session.token;
      const response = await this.#open(connection.signal);
      this.#opened();
      silence = setTimeout(abort, SILENCE_MAX_MS);
      let end: string | null = null;
      const parser = new SseParser((event) => {
        end = this.#take(event) ?? end;
      }, this.#lastEventId);
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let slice = performance.now();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          break;
        }
        clearTimeout(silence);
        silence = setTimeout(abort, SILENCE_MAX_MS);
        parser.feed(value);
        this.#lastEventId = parser.lastEventId;
        if (performance.now() - slice > SLICE_MS) {
          await slept(0, signal);
          slice = performance.now();
        }
      }
      if (end === 'reauthenticate') {
        await this.#session.renewed(token, 'The token has ended.', { signal, onAsked: this.#onAsked });
      }
      return end === null ? 'ended' : 'again';
    } finally {
      clearTimeout(silence);
      unsubscribe();
      signal.removeEventListener('abort', abort);
      connection.abort();
    }
  }

  #open(signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (this.#lastEventId !== '') {
      headers['Last-Event-ID'] = this.#lastEventId;
    }
    const path = `/v1/inventory-changes${streamQuery([...this.#watched])}`;
    // The wait for a token is no silence of the service.
    return this.#api.open(path, { signal, headers, limitMs: SILENCE_MAX_MS, onAsked: this.#onAsked });
  }

  readonly #onAsked = () => this.state.set({ kind: 'no-token' });

  #opened(): void {
    this.#attempts = 0;
    this.state.set({ kind: 'live' });
    const unknown = [...this.#watched].filter((id) => !this.#followed.has(id));
    this.#followed = this.#watched;
    if (unknown.length > 0) {
      this.#listener.unknown(unknown);
    }
  }

  /** Returns the type of an event after which the stream ends. */
  #take(event: ServerEvent): string | null {
    switch (event.type) {
      case 'inventory': {
        const item = JSON.parse(event.data) as Item;
        if (this.#watched.has(item.productId)) {
          this.#pending.set(item.productId, item);
          this.#flushSoon();
        }
        return null;
      }
      case 'reset':
        this.#listener.unknown([...this.#watched]);
        return null;
      case 'dropped':
      case 'reauthenticate':
        return event.type;
      default:
        return null;
    }
  }

  #flushSoon(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        const items = [...this.#pending.values()];
        this.#pending.clear();
        this.#listener.changed(items);
      });
    }
  }
}

const SILENT: Failure = {
  title: 'The stream of changes is silent',
  detail: `Nothing has arrived for ${SILENCE_MAX_MS / 1_000} s, not even a heartbeat.`,
  advice: '',
};
