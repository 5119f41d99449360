import { describe, expect, it } from 'vitest';
import type { StockState } from '../../main/web/api/curve';
import { compare } from '../../main/web/time/comparison';

function state(total: number, warehouses: StockState['warehouses']): StockState {
  return {
    totalStock: total,
    availableStock: total - 1,
    reservedStock: 1,
    blockedStock: 0,
    availableToPromise: total - 1,
    shortfall: 0,
    warehouses,
  };
}

const MAIN = { warehouseId: 'main', quantity: 5, blocked: 2, reserved: 0 };
const EAST = { warehouseId: 'east', quantity: 7, blocked: 0, reserved: 0 };

function rowOf(rows: ReturnType<typeof compare>, name: string, warehouseId?: string) {
  return rows.find((row) => row.name === name && row.warehouseId === warehouseId);
}

describe('a comparison', () => {
  it('has each quantity at both moments and the difference', () => {
    const rows = compare(state(5, [MAIN]), state(12, [MAIN, EAST]));
    expect(rowOf(rows, 'Total')).toEqual({ name: 'Total', one: 5, other: 12, difference: 7 });
    expect(rowOf(rows, 'Reserved')).toMatchObject({ one: 1, other: 1, difference: 0 });
  });

  it('has the warehouses of both moments, in order, and only what they have', () => {
    const rows = compare(state(5, [MAIN]), state(7, [EAST]));
    const ofWarehouses = rows.filter(({ warehouseId }) => warehouseId !== undefined);
    expect(ofWarehouses.map(({ warehouseId, name, one, other }) => [warehouseId, name, one, other])).toEqual([
      ['east', 'quantity', 0, 7],
      ['main', 'quantity', 5, 0],
      ['main', 'blocked', 2, 0],
    ]);
  });

  it('has no quantities before the registration', () => {
    const rows = compare(null, state(5, [MAIN]));
    expect(rowOf(rows, 'Total')).toEqual({ name: 'Total', one: null, other: 5, difference: 5 });
    expect(rowOf(rows, 'quantity', 'main')).toMatchObject({ one: null, other: 5, difference: 5 });
  });

  it('is exact for the greatest quantities', () => {
    const rows = compare(state(1, []), state(Number.MAX_SAFE_INTEGER, []));
    expect(rowOf(rows, 'Total')?.difference).toBe(Number.MAX_SAFE_INTEGER - 1);
  });
});
