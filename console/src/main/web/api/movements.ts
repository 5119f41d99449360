import type { RowPage } from '../parts/rowPages';
import type { Answer, Api, Freshness } from './client';
import type { Movement, MovementPage } from './inventory';

/** The greatest number of movements in one answer. */
export const MOVEMENTS_MAX = 500;

/** No event has a greater position. */
const POSITION_MAX = Number.MAX_SAFE_INTEGER;

/** A movement in the list of all products. */
export interface LogMovement extends Movement {
  readonly productId: string;
  readonly position: number;
}

export interface LogPage extends MovementPage {
  readonly movements: readonly LogMovement[];
  readonly nextAfter?: number;
  readonly held?: true;
}

/** Reads movements after a position, in the order of the log. */
export type LogRead = (after: number, limit: number, signal: AbortSignal) => Promise<Answer<LogPage>>;

/** The address of a call for the movements of a filter. */
export function movementsPath(filter: URLSearchParams, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(more)) {
    query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '/v1/movements' : `/v1/movements?${text}`;
}

/** The reads of the movements of a filter, with the names that the API has for its conditions. */
export function logRead(api: Api, filter: URLSearchParams): LogRead {
  return (after, limit, signal) =>
    api.get(movementsPath(filter, { after: String(after), limit: String(limit) }), { signal });
}

/** Pages of movements, the oldest first. A cursor is the position of the last movement before the page. */
export function oldestFirst(read: LogRead, rows: number) {
  return async (cursor: string | null, signal: AbortSignal): Promise<Answer<RowPage<LogMovement>>> => {
    const { body, freshness } = await read(Number(cursor ?? 0), rows, signal);
    const next = body.nextAfter === undefined ? {} : { nextCursor: String(body.nextAfter) };
    return { body: { items: body.movements, ...next }, freshness };
  };
}

/**
 * Pages of movements, the newest first. A cursor is the position of the last movement of the page
 * before.
 *
 * The API has only the order of the log, so a page is read in ranges of positions from the end to
 * the beginning. A range without enough movements is followed by a longer one, and a range with
 * more movements than an answer may have is read again as a shorter one; as many positions as an
 * answer may have always fit. So the number of reads grows with the logarithm of the length of the log.
 *
 * The first page ends at the end of the log as it was when it was read first, so that all pages are
 * those of one moment, and have its freshness.
 */
export function newestFirst(read: LogRead, rows: number) {
  let end: Freshness | null = null;
  // The positions that have about the movements of a page, as the reads so far have shown.
  let span = rows;
  return async (cursor: string | null, signal: AbortSignal): Promise<Answer<RowPage<LogMovement>>> => {
    if (end === null) {
      end = (await read(POSITION_MAX, 1, signal)).freshness;
    }
    const found: LogMovement[] = [];
    /** Every movement of this page with this position or a greater one is found. */
    let begin = cursor === null ? end.position + 1 : Number(cursor);
    for (;;) {
      const after = Math.max(0, begin - 1 - span);
      const { body } = await read(after, Math.min(span, MOVEMENTS_MAX), signal);
      const { movements, nextAfter } = body;
      if (nextAfter !== undefined && nextAfter < begin - 1) {
        span = Math.max(rows, Math.floor(span / 4));
        continue;
      }
      const inRange = movements.filter(({ position }) => position < begin);
      found.push(...inRange.toReversed());
      begin = after + 1;
      if (begin === 1 || found.length >= rows) {
        span = found.length > 2 * rows ? Math.max(rows, Math.floor(span / 2)) : span;
        const items = found.slice(0, rows);
        const isLast = begin === 1 && found.length <= rows;
        const next = isLast ? {} : { nextCursor: String(items.at(-1)!.position) };
        return { body: { items, ...next }, freshness: end };
      }
      span *= inRange.length * 4 < rows ? 8 : 2;
    }
  };
}
