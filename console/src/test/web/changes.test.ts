import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pauseMs } from '../../main/web/api/backoff';
import { ChangeStream, streamQuery } from '../../main/web/api/changes';
import { Api } from '../../main/web/api/client';
import type { Item } from '../../main/web/api/inventory';
import { Session } from '../../main/web/session/session';

/** A connection that the stream has opened: the test writes what the service sends. */
interface Connection {
  readonly path: string;
  readonly headers: Record<string, string>;
  send(text: string): void;
  end(): void;
}

const connections: Connection[] = [];
let frames: (() => void)[] = [];

beforeEach(() => {
  connections.length = 0;
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {});
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const closed = () => void writer.abort(new DOMException('left', 'AbortError')).catch(() => {});
    init.signal?.addEventListener('abort', closed);
    connections.push({
      path,
      headers: init.headers as Record<string, string>,
      send: (text) => void writer.write(new TextEncoder().encode(text)).catch(() => {}),
      end: () => void writer.close().catch(() => {}),
    });
    return Promise.resolve(new Response(readable));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function opened(session = new Session(false, { getItem: () => null } as unknown as Storage)) {
  const changed: Item[][] = [];
  const unknown: string[][] = [];
  const stream = new ChangeStream(new Api('', session), session, {
    changed: (items) => changed.push([...items]),
    unknown: (ids) => unknown.push([...ids]),
  });
  return { stream, changed, unknown, session };
}

/** Waits for what the stream does on its own, also on a busy machine. */
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 20_000 });

const event = (id: number, productId: string, version: number) =>
  `event: inventory\nid: f.${id}\ndata: {"productId":"${productId}","version":${version}}\n\n`;

describe('the query of a stream', () => {
  it('names each product, percent-encoded', () => {
    expect(streamQuery(['a/b', 'c&d'])).toBe('?productId=a%2Fb&productId=c%26d');
  });

  it('is that of all products beyond the limits of the service', () => {
    expect(streamQuery(Array.from({ length: 501 }, (_, i) => `${i}`))).toBe('');
    expect(streamQuery(Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(128, 'x')))).toBe('');
  });
});

describe('ChangeStream', () => {
  it('hands the newest item of each product on once in a frame, however many changes there are', async () => {
    const { stream, changed } = opened();
    stream.watch(['a', 'b']);
    await until(() => expect(stream.state.value.kind).toBe('live'));
    for (let i = 1; i <= 10_000; i++) {
      connections[0]!.send(event(i, i % 3 === 0 ? 'other' : i % 3 === 1 ? 'a' : 'b', i));
    }
    connections[0]!.send(': heartbeat\nid: f.10001\n\n');
    connections[0]!.end();
    await until(() => expect(stream.state.value.kind).toBe('broken'));
    expect(frames).toHaveLength(1);
    frames[0]!();
    expect(changed).toEqual([[expect.objectContaining({ version: 10_000 }), expect.objectContaining({ version: 9_998 })]]);
    stream.close();
  });

  it('says that it is broken, and resumes after the last event', async () => {
    const { stream } = opened();
    stream.watch(['a']);
    await until(() => expect(stream.state.value.kind).toBe('live'));
    connections[0]!.send(event(7, 'a', 1));
    connections[0]!.end();
    await until(() => expect(stream.state.value.kind).toBe('broken'));
    await until(() => expect(connections).toHaveLength(2));
    expect(connections[1]!.headers['Last-Event-ID']).toBe('f.7');
    await until(() => expect(stream.state.value.kind).toBe('live'));
    stream.close();
  });

  it('asks for the items of products that it has not followed before', async () => {
    const { stream, unknown } = opened();
    stream.watch(['a', 'b']);
    await until(() => expect(unknown).toEqual([['a', 'b']]));
    connections[0]!.send(event(7, 'a', 1));
    stream.watch(['b', 'c']);
    await until(() => expect(unknown).toEqual([['a', 'b'], ['c']]));
    expect(connections[1]!.path).toBe('/v1/inventory-changes?productId=b&productId=c');
    stream.close();
  });

  it('asks for all items after a reset', async () => {
    const { stream, unknown } = opened();
    stream.watch(['a']);
    await until(() => expect(unknown).toHaveLength(1));
    connections[0]!.send('event: reset\nid: f.9\ndata: {}\n\n');
    await until(() => expect(unknown).toEqual([['a'], ['a']]));
    stream.close();
  });

  it('connects again at once after it was dropped', async () => {
    const { stream } = opened();
    const states: string[] = [];
    stream.state.subscribe(() => states.push(stream.state.value.kind));
    stream.watch(['a']);
    await until(() => expect(connections).toHaveLength(1));
    connections[0]!.send('event: dropped\nid: f.9\ndata: {}\n\n');
    connections[0]!.end();
    await until(() => expect(connections).toHaveLength(2));
    expect(connections[1]!.headers['Last-Event-ID']).toBe('f.9');
    expect(states).not.toContain('broken');
    stream.close();
  });

  it('waits for another token when its token ends, and goes on with it', async () => {
    const tab = { getItem: () => 't1', setItem: () => {}, removeItem: () => {} } as unknown as Storage;
    const { stream, session } = opened(new Session(true, tab));
    stream.watch(['a']);
    await until(() => expect(connections).toHaveLength(1));
    expect(connections[0]!.headers['Authorization']).toBe('Bearer t1');
    connections[0]!.send('event: reauthenticate\nid: f.9\ndata: {}\n\n');
    connections[0]!.end();
    await until(() => expect(session.state.value.kind).toBe('expired'));
    expect(stream.state.value).toEqual({ kind: 'no-token' });
    expect(connections).toHaveLength(1);
    session.signIn('t2');
    await until(() => expect(connections).toHaveLength(2));
    expect(connections[1]!.headers['Authorization']).toBe('Bearer t2');
    stream.close();
  });

  it('says that the token is missing for as long as it is, and not that the service is silent', async () => {
    vi.useFakeTimers();
    const tab = { getItem: () => 't1', setItem: () => {}, removeItem: () => {} } as unknown as Storage;
    const { stream, session } = opened(new Session(true, tab));
    const answers = globalThis.fetch;
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
    stream.watch(['a']);
    await vi.advanceTimersByTimeAsync(10);
    expect(session.state.value.kind).toBe('expired');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(stream.state.value).toEqual({ kind: 'no-token' });
    vi.stubGlobal('fetch', answers);
    session.signIn('t2');
    expect(stream.state.value.kind).toBe('connecting');
    await vi.advanceTimersByTimeAsync(10);
    expect(stream.state.value.kind).toBe('live');
    stream.close();
  });

  it('is silent if the service sends nothing for a minute, or does not begin to answer', async () => {
    vi.useFakeTimers();
    const { stream } = opened();
    stream.watch(['a']);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(stream.state.value.kind).toBe('live');
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    });
    await vi.advanceTimersByTimeAsync(1_100);
    const silent = { kind: 'broken', failure: { title: 'The stream of changes is silent' } };
    expect(stream.state.value).toMatchObject(silent);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stream.state.value.kind).toBe('connecting');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stream.state.value).toMatchObject(silent);
    stream.close();
  });

  it('ends when nothing is watched', async () => {
    const { stream } = opened();
    stream.watch(['a']);
    await until(() => expect(stream.state.value.kind).toBe('live'));
    stream.close();
    expect(stream.state.value.kind).toBe('idle');
  });
});

describe('the pause before the next attempt', () => {
  it('doubles from 1 s to 30 s, less up to a quarter', () => {
    expect([0, 1, 2, 5, 100].map((failures) => pauseMs(failures, 0))).toEqual([
      1_000, 2_000, 4_000, 30_000, 30_000,
    ]);
    expect(pauseMs(0, 1)).toBe(750);
  });
});
