import { describe, expect, it } from 'vitest';
import { SseParser, type ServerEvent } from '../../main/web/api/sse';

function read(pieces: readonly string[]): { events: ServerEvent[]; id: string } {
  const events: ServerEvent[] = [];
  const parser = new SseParser((event) => events.push(event));
  pieces.forEach((piece) => parser.feed(piece));
  return { events, id: parser.lastEventId };
}

const STREAM =
  '\uFEFFevent: first\r\ndata: 1\r\ndata: 2\r\n\r\n' +
  ': changes follow\r\nretry: 1000\r\nid: a.1\r\n\r\n' +
  'event: inventory\rid: a.2\rdata: {"x":\rdata: 1}\r\r' +
  'event: reauthenticate\ndata: {}\n\n' +
  ': heartbeat\nid: a.3\n\n';

describe('SseParser', () => {
  it('reads events with every end of a line', () => {
    expect(read([STREAM])).toEqual({
      events: [
        { type: 'first', data: '1\n2' },
        { type: 'inventory', data: '{"x":\n1}' },
        { type: 'reauthenticate', data: '{}' },
      ],
      id: 'a.3',
    });
  });

  it('reads the same events from pieces of every length', () => {
    for (let length = 1; length < 40; length++) {
      const pieces: string[] = [];
      for (let i = 0; i < STREAM.length; i += length) {
        pieces.push(STREAM.slice(i, i + length), '');
      }
      expect(read(pieces), `pieces of ${length}`).toEqual(read([STREAM]));
    }
  });

  it('takes an id only with the end of its event', () => {
    expect(read(['id: a.1\n\nevent: inventory\nid: a.2\ndata: 1\n']).id).toBe('a.1');
  });

  it('ignores an event that the stream does not complete', () => {
    expect(read(['event: inventory\ndata: 1\n']).events).toEqual([]);
  });

  it('removes one space after the colon, and knows fields without a colon', () => {
    expect(read(['data:  two\ndata\ndata:none\n\n']).events).toEqual([
      { type: 'message', data: ' two\n\nnone' },
    ]);
  });

  it('keeps an id of an earlier connection until a new one arrives', () => {
    const parser = new SseParser(() => {}, 'a.7');
    parser.feed('data: 1\n\n');
    expect(parser.lastEventId).toBe('a.7');
  });

  it('ignores an id with a NUL character', () => {
    expect(read(['id: a.1\n\nid: b\0\n\n']).id).toBe('a.1');
  });
});
