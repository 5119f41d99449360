import type { StockState } from '../api/curve';
import type { Warehouse } from '../api/inventory';
import { quantity } from '../format/format';

/** A fact of a product at two moments, in words. */
export interface ComparedFact {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** The difference; null if the fact is no number. */
  readonly change: number | null;
}

/** What a product without the fact has. */
export const NOTHING = '–';

const NAMES = [
  ['Available', 'availableStock'],
  ['Available to promise', 'availableToPromise'],
  ['Reserved', 'reservedStock'],
  ['Blocked', 'blockedStock'],
  ['Total', 'totalStock'],
  ['Shortfall', 'shortfall'],
] as const;

/** What follows the name of the warehouse. */
const WAREHOUSE_NAMES = [
  ['', 'quantity'],
  [', blocked', 'blocked'],
  [', reserved there', 'reserved'],
] as const;

/**
 * The quantities of a product at two moments, and then those of its warehouses.
 *
 * @param before null if the product was not registered then
 */
export function comparedQuantities(before: StockState | null, after: StockState | null): ComparedFact[] {
  return [...comparedTotals(before, after), ...comparedWarehouses(before, after)];
}

export function comparedTotals(before: StockState | null, after: StockState | null): ComparedFact[] {
  return NAMES.map(([label, field]) => comparedNumbers(label, before?.[field] ?? null, after?.[field] ?? null));
}

/** What is nothing at both moments is left out for a warehouse, except its quantity. */
export function comparedWarehouses(before: StockState | null, after: StockState | null): ComparedFact[] {
  const all = [...(before?.warehouses ?? []), ...(after?.warehouses ?? [])];
  const ids = [...new Set(all.map(({ warehouseId }) => warehouseId))].sort();
  return ids.flatMap((warehouseId) => {
    const first = warehouseOf(before, warehouseId);
    const second = warehouseOf(after, warehouseId);
    return WAREHOUSE_NAMES.flatMap(([name, field]) => {
      const [then, now] = [first?.[field] ?? 0, second?.[field] ?? 0];
      return field === 'quantity' || then !== 0 || now !== 0
        ? [comparedNumbers(`Warehouse ${warehouseId}${name}`, before && then, after && now)]
        : [];
    });
  });
}

/** A number at two moments; null at a moment at which the number does not exist. */
export function comparedNumbers(label: string, before: number | null, after: number | null): ComparedFact {
  const text = (value: number | null) => (value === null ? NOTHING : quantity(value));
  return { label, before: text(before), after: text(after), change: (after ?? 0) - (before ?? 0) };
}

function warehouseOf(state: StockState | null, warehouseId: string): Warehouse | undefined {
  return state?.warehouses.find((each) => each.warehouseId === warehouseId);
}
