import type { StockState } from '../api/curve';
import type { Warehouse } from '../api/inventory';

/** A quantity at two moments. */
export interface ComparedQuantity {
  readonly name: string;
  /** The warehouse of the quantity; absent for that of the product. */
  readonly warehouseId?: string;
  /** Null if the product was not registered yet. */
  readonly one: number | null;
  readonly other: number | null;
  readonly difference: number;
}

const NAMES = [
  ['Available', 'availableStock'],
  ['Available to promise', 'availableToPromise'],
  ['Reserved', 'reservedStock'],
  ['Blocked', 'blockedStock'],
  ['Total', 'totalStock'],
  ['Shortfall', 'shortfall'],
] as const;

const WAREHOUSE_NAMES = [
  ['quantity', 'quantity'],
  ['blocked', 'blocked'],
  ['reserved here', 'reserved'],
] as const;

/**
 * The quantities of a product at two moments: those of the product, and then those of each
 * warehouse. What is nothing at both moments is left out for a warehouse, except its quantity.
 *
 * @param one null if the product was not registered then
 */
export function compare(one: StockState | null, other: StockState | null): readonly ComparedQuantity[] {
  const rows = NAMES.map(([name, field]) => row(name, one?.[field] ?? null, other?.[field] ?? null));
  const ids = new Set([...(one?.warehouses ?? []), ...(other?.warehouses ?? [])].map(({ warehouseId }) => warehouseId));
  for (const warehouseId of [...ids].sort()) {
    const first = warehouseOf(one, warehouseId);
    const second = warehouseOf(other, warehouseId);
    for (const [name, field] of WAREHOUSE_NAMES) {
      const compared = row(name, one && (first?.[field] ?? 0), other && (second?.[field] ?? 0));
      if (field === 'quantity' || (compared.one ?? 0) !== 0 || (compared.other ?? 0) !== 0) {
        rows.push({ ...compared, warehouseId });
      }
    }
  }
  return rows;
}

function warehouseOf(state: StockState | null, warehouseId: string): Warehouse | undefined {
  return state?.warehouses.find((each) => each.warehouseId === warehouseId);
}

function row(name: string, one: number | null, other: number | null): ComparedQuantity {
  return { name, one, other, difference: (other ?? 0) - (one ?? 0) };
}
