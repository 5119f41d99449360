import { describe, expect, it } from 'vitest';
import { MOVEMENTS_MAX, newestFirst, oldestFirst, type LogMovement, type LogRead } from '../../main/web/api/movements';

const ROWS = 100;
const signal = new AbortController().signal;

/** The movements at these positions, read like those of the API, of a log that ends at a position. */
class Log {
  readonly reads: { after: number; limit: number; rows: number }[] = [];
  positions: number[];
  end: number;

  constructor(positions: number[], end: number) {
    this.positions = positions;
    this.end = end;
  }

  readonly read: LogRead = async (after, limit) => {
    expect(limit).toBeLessThanOrEqual(MOVEMENTS_MAX);
    const matches = this.positions.filter((position) => position > after && position <= this.end);
    const movements = matches.slice(0, limit).map((position) => ({ position }) as LogMovement);
    this.reads.push({ after, limit, rows: movements.length });
    return {
      body: { movements, ...(matches.length > limit ? { nextAfter: movements.at(-1)!.position } : {}) },
      freshness: { position: this.end, lagMs: 0, at: new Date(0) },
    };
  };
}

function range(first: number, last: number, step = 1): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

async function everyPage(load: ReturnType<typeof newestFirst>): Promise<number[][]> {
  const pages: number[][] = [];
  for (let cursor: string | null = null; ; ) {
    const { body } = await load(cursor, signal);
    pages.push(body.items.map(({ position }) => position));
    if (body.nextCursor === undefined) {
      return pages;
    }
    cursor = body.nextCursor;
  }
}

describe('the movements, the newest first', () => {
  const sparse = range(7, 1_000_000, 9_973);
  it.each([
    ['all of them', range(1, 1_234), 1_234],
    ['a page exactly', range(1, 100), 100],
    ['one', [1], 1],
    ['none', [], 5_000],
    ['few in a long log', sparse, 1_000_000],
    ['only the first ones of a long log', range(1, 350), 3_000_000],
    ['many in the middle of a long log', [...range(1, 40), ...range(500_000, 501_999)], 2_000_000],
    ['every third one', range(3, 9_000, 3), 10_000],
  ])('are complete and in order: %s', async (_, positions, end) => {
    const log = new Log(positions, end);
    const pages = await everyPage(newestFirst(log.read, ROWS));
    expect(pages.flat()).toEqual(positions.toReversed());
    for (const page of pages.slice(0, -1)) {
      expect(page).toHaveLength(ROWS);
    }
  });

  it('are read with one call for a page if every position matches', async () => {
    const log = new Log(range(1, 10_000), 10_000);
    const load = newestFirst(log.read, ROWS);
    const first = await load(null, signal);
    await load(first.body.nextCursor!, signal);
    expect(log.reads.map(({ rows }) => rows)).toEqual([0, ROWS, ROWS]);
  });

  it('are read with few calls if hardly any of a hundred million positions match', async () => {
    const log = new Log([3, 77_000_000], 100_000_000);
    const pages = await everyPage(newestFirst(log.read, ROWS));
    expect(pages).toEqual([[77_000_000, 3]]);
    expect(log.reads.length).toBeLessThan(12);
  });

  it('are those of the moment of the first page, also when it is read again', async () => {
    const log = new Log(range(1, 250), 250);
    const load = newestFirst(log.read, ROWS);
    const before = await load(null, signal);
    log.positions = range(1, 400);
    log.end = 400;
    expect((await load(null, signal)).body).toEqual(before.body);
    expect((await load(before.body.nextCursor!, signal)).freshness.position).toBe(250);
  });

  it('are read again after the first read has failed', async () => {
    const log = new Log(range(1, 5), 5);
    let fails = true;
    const load = newestFirst((...call) => (fails ? Promise.reject(new TypeError()) : log.read(...call)), ROWS);
    await expect(load(null, signal)).rejects.toThrow(TypeError);
    fails = false;
    expect((await load(null, signal)).body.items).toHaveLength(5);
  });
});

describe('the movements, the oldest first', () => {
  it('are complete and in order', async () => {
    const log = new Log(range(1, 450), 1_000);
    expect((await everyPage(oldestFirst(log.read, ROWS))).flat()).toEqual(log.positions);
  });
});
