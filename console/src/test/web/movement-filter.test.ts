import { describe, expect, it } from 'vitest';
import {
  filterOf,
  isNarrowed,
  NO_FILTER,
  queryOf,
  searchOf,
  type MovementFilter,
} from '../../main/web/movements/filter';
import { fieldOfInstant, instantOfField } from '../../main/web/parts/instantField';
import { fileNameOf } from '../../main/web/movements/download';
import { movementsPath } from '../../main/web/api/movements';

const EVERYTHING: MovementFilter = {
  productId: "A/B %2F;?#&'+ü",
  warehouseId: 'Halle 7/Süd',
  orderId: 'طلب-٢',
  type: 'StockShipped',
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-31T23:59:59.999999Z',
  order: 'oldest',
};

describe('the filters of movements in the address', () => {
  it('come back as they were, with every character', () => {
    expect(filterOf(searchOf(EVERYTHING))).toEqual(EVERYTHING);
    expect(filterOf(searchOf(NO_FILTER))).toEqual(NO_FILTER);
    expect(searchOf(NO_FILTER)).toBe('');
  });

  it('are as if absent if the page does not know their values', () => {
    expect(filterOf('?type=StockStolen&from=yesterday&to=2026-13-01T00:00:00Z&order=up&limit=3')).toEqual(NO_FILTER);
    expect(filterOf('?from=2026-03-01&to=2026-03-01T00:00:00%2B01:00')).toEqual(NO_FILTER);
  });

  it('are the conditions of the API, without the order', () => {
    expect([...queryOf(EVERYTHING).keys()]).toEqual(['productId', 'warehouseId', 'orderId', 'type', 'from', 'to']);
    expect(queryOf({ ...NO_FILTER, orderId: ' Su\u0308d ' }).get('orderId')).toBe('S\u00fcd');
  });

  it('narrow the list, except the order', () => {
    expect(isNarrowed({ ...NO_FILTER, order: 'oldest' })).toBe(false);
    expect(isNarrowed({ ...NO_FILTER, productId: ' ' })).toBe(false);
    expect(isNarrowed({ ...NO_FILTER, to: EVERYTHING.to })).toBe(true);
  });

  it('are those of the export', () => {
    const { searchParams, pathname } = new URL(movementsPath(queryOf(EVERYTHING)), 'http://localhost');
    expect(pathname).toBe('/v1/movements');
    expect(Object.fromEntries(searchParams)).toEqual(Object.fromEntries(queryOf(EVERYTHING)));
    expect(movementsPath(queryOf(NO_FILTER))).toBe('/v1/movements');
  });
});

describe('a field for date and time', () => {
  it('has the instant of the address, in the time zone of the browser', () => {
    const instant = instantOfField('2026-07-01T08:09:10', false);
    expect(instant).toBe(new Date(2026, 6, 1, 8, 9, 10).toISOString().replace('.000Z', 'Z'));
    expect(fieldOfInstant(instant)).toBe('2026-07-01T08:09:10');
    expect(fieldOfInstant('')).toBe('');
    expect(instantOfField('', true)).toBe('');
  });

  it('has the whole second if it is the end of a period', () => {
    const instant = instantOfField('2026-07-01T08:09:10', true);
    expect(instant).toMatch(/:10\.999999Z$/);
    expect(fieldOfInstant(instant)).toBe('2026-07-01T08:09:10');
  });
});

describe('the name of an exported file', () => {
  it('has the moment, without characters that a file system may refuse', () => {
    expect(fileNameOf(new Date('2026-11-30T10:05:09.123Z'))).toBe('movements-2026-11-30T10-05-09Z.csv');
  });
});
