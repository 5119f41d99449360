import type { Item } from '../api/inventory';
import { instant, quantity } from '../format/format';
import { comparedNumbers, comparedTotals, comparedWarehouses, NOTHING, type ComparedFact } from '../parts/comparison';
import type { HeldReservation, Stock } from './effect';

/** The facts of a product before and after a command: all quantities, and of the others those that change. */
export function rowsOf(before: Stock | null, after: Stock): ComparedFact[] {
  const then = before?.item ?? null;
  const [heldBefore, heldAfter] = [before?.held ?? null, after.held];
  const held = changedOnly([
    comparedNumbers('Held by the order', heldBefore?.quantity ?? 0, heldAfter?.quantity ?? 0),
    texts('End of the reservation', endText(heldBefore), endText(heldAfter)),
    texts('Warehouse of the reservation', warehouseText(heldBefore), warehouseText(heldAfter)),
  ]);
  const warehouses = changedOnly(comparedWarehouses(then, after.item));
  return [...comparedTotals(then, after.item), ...held, ...warehouses, ...factRows(then, after.item)];
}

function factRows(then: Item | null, item: Item): ComparedFact[] {
  const answer = (value: boolean) => (value ? 'yes' : 'no');
  const point = (value: number | null) => (value === null ? 'threshold of the service' : quantity(value));
  return changedOnly([
    texts('Name', then?.name ?? NOTHING, item.name),
    texts('Sku', then?.sku ?? NOTHING, item.sku),
    comparedNumbers('Safety stock', then?.safetyStock ?? 0, item.safetyStock),
    comparedNumbers('Backorder limit', then?.backorderLimit ?? 0, item.backorderLimit),
    texts('Reorder point', point(then?.reorderPoint ?? null), point(item.reorderPoint)),
    texts('Archived', answer(then?.archived ?? false), answer(item.archived)),
  ]);
}

function changedOnly(rows: readonly ComparedFact[]): ComparedFact[] {
  return rows.filter(({ before, after }) => before !== after);
}

function texts(label: string, before: string, after: string): ComparedFact {
  return { label, before, after, change: null };
}

function endText(held: HeldReservation | null): string {
  if (held === null) {
    return NOTHING;
  }
  return held.end === null
    ? 'never'
    : typeof held.end === 'string'
      ? instant(held.end)
      : `${quantity(held.end)} s after the command`;
}

function warehouseText(held: HeldReservation | null): string {
  return held === null ? NOTHING : (held.warehouseId ?? 'any');
}
