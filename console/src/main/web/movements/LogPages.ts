import { newestFirst, oldestFirst, type LogMovement, type LogRead } from '../api/movements';
import { PAGE_ROWS, RowPages } from '../parts/rowPages';
import type { MovementFilter } from './filter';

/** The rows of the list of movements. */
export class LogPages extends RowPages<LogMovement> {
  readonly #last: { isHeld: boolean };

  constructor(read: LogRead, order: MovementFilter['order'], onChange: () => void) {
    const last = { isHeld: false };
    const noted: LogRead = async (after, limit, signal) => {
      const answer = await read(after, limit, signal);
      last.isHeld = answer.body.held === true;
      return answer;
    };
    super((order === 'oldest' ? oldestFirst : newestFirst)(noted, PAGE_ROWS), onChange);
    this.#last = last;
  }

  /** Whether a product is held, so that the newest movements may be missing. */
  get isHeld(): boolean {
    return this.#last.isHeld;
  }
}
