import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../main/web/stock/filter';
import { filterOf, queryOf, searchOf, type ListFilter } from '../../main/web/time/listFilter';

describe('the filters of the list as of an instant', () => {
  it.each<ListFilter>([
    { ...NO_FILTER, asOf: '' },
    { ...NO_FILTER, asOf: '2026-03-01T00:00:00.000001Z' },
    { ...NO_FILTER, asOf: '2026-03-01T00:00:00Z', q: 'mug', archived: 'any', sort: '-available' },
  ])('are led back to by their address: %o', (filter) => {
    expect(filterOf(searchOf(filter))).toEqual(filter);
  });

  it('are those of the API, with the instant', () => {
    const query = queryOf({ ...NO_FILTER, q: 'mug', asOf: '2026-03-01T00:00:00Z' });
    expect(query.toString()).toBe('q=mug&asOf=2026-03-01T00%3A00%3A00Z');
  });

  it('have no instant if the address has a text that is not an instant', () => {
    expect(filterOf('?asOf=yesterday').asOf).toBe('');
  });
});
