import { describe, expect, it } from 'vitest';
import type { StockState } from '../../main/web/api/curve';
import { comparedQuantities, comparedWarehouses } from '../../main/web/parts/comparison';

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

function factOf(facts: ReturnType<typeof comparedQuantities>, label: string) {
  return facts.find((fact) => fact.label === label);
}

describe('a comparison', () => {
  it('has each quantity at both moments and the difference', () => {
    const facts = comparedQuantities(state(5, [MAIN]), state(12, [MAIN, EAST]));
    expect(factOf(facts, 'Total')).toEqual({ label: 'Total', before: '5', after: '12', change: 7 });
    expect(factOf(facts, 'Reserved')).toMatchObject({ before: '1', after: '1', change: 0 });
  });

  it('has the warehouses of both moments, in order, and only what they have', () => {
    const facts = comparedWarehouses(state(5, [MAIN]), state(7, [EAST]));
    expect(facts.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['Warehouse east', '0', '7'],
      ['Warehouse main', '5', '0'],
      ['Warehouse main, blocked', '2', '0'],
    ]);
  });

  it('has no quantities before the registration', () => {
    const facts = comparedQuantities(null, state(5, [MAIN]));
    expect(factOf(facts, 'Total')).toEqual({ label: 'Total', before: '–', after: '5', change: 5 });
    expect(factOf(facts, 'Warehouse main')).toMatchObject({ before: '–', after: '5', change: 5 });
  });

  it('is exact for the greatest quantities', () => {
    const facts = comparedQuantities(state(1, []), state(Number.MAX_SAFE_INTEGER, []));
    expect(factOf(facts, 'Total')?.change).toBe(Number.MAX_SAFE_INTEGER - 1);
  });
});
