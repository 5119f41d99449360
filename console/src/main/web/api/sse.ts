/** An event of a stream of Server-Sent Events. */
export interface ServerEvent {
  readonly type: string;
  readonly data: string;
}

/**
 * Reads the format `text/event-stream` in pieces of any size, as the HTML standard defines it: the
 * end of a line is CR, LF or both, and an event ends with an empty line. The id of an event without
 * data counts too, which the heartbeats use.
 */
export class SseParser {
  /** The id of the last complete event; empty before the first one. */
  lastEventId = '';

  readonly #onEvent: (event: ServerEvent) => void;
  #rest = '';
  #atStart = true;
  #afterCarriageReturn = false;
  #type = '';
  #data: string[] = [];
  #id = '';

  constructor(onEvent: (event: ServerEvent) => void, lastEventId = '') {
    this.#onEvent = onEvent;
    this.lastEventId = lastEventId;
    this.#id = lastEventId;
  }

  /** Takes the next piece of the stream, and calls the listener for each event that it completes. */
  feed(piece: string): void {
    let next = piece;
    if (this.#atStart && next !== '') {
      this.#atStart = false;
      next = next.replace(/^\uFEFF/, '');
    }
    if (this.#afterCarriageReturn && next !== '') {
      this.#afterCarriageReturn = false;
      next = next.replace(/^\n/, '');
    }
    const text = this.#rest + next;
    let begin = 0;
    // The rest of the last piece has no end of a line in it.
    const from = this.#rest.length;
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code !== 10 && code !== 13) {
        continue;
      }
      this.#line(text.slice(begin, i));
      if (code === 13) {
        if (i + 1 === text.length) {
          this.#afterCarriageReturn = true;
        } else if (text.charCodeAt(i + 1) === 10) {
          i++;
        }
      }
      begin = i + 1;
    }
    this.#rest = text.slice(begin);
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') {
      this.#type = value;
    } else if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    }
  }

  #dispatch(): void {
    this.lastEventId = this.#id;
    const type = this.#type === '' ? 'message' : this.#type;
    const data = this.#data;
    this.#type = '';
    this.#data = [];
    if (data.length > 0) {
      this.#onEvent({ type, data: data.join('\n') });
    }
  }
}
