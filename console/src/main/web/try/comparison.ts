import { instant, quantity } from '../format/format';
import type { Held, Stock } from './effect';

/** A fact of a product before and after a command. */
export interface Row {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** The difference, if both are numbers. */
  readonly change: number | null;
}

const NOTHING = '–';

/** The facts of a product before and after a command: all quantities, and of the others those that change. */
export function rowsOf(before: Stock | null, after: Stock): Row[] {
  const quantities: readonly (readonly [string, (stock: Stock) => number])[] = [
    ['Available', ({ item }) => item.availableStock],
    ['Available to promise', ({ item }) => item.availableToPromise],
    ['Reserved', ({ item }) => item.reservedStock],
    ['Blocked', ({ item }) => item.blockedStock],
    ['Total', ({ item }) => item.totalStock],
    ['Shortfall', ({ item }) => item.shortfall],
  ];
  const rows = quantities.map(([label, of]) => numbers(label, before && of(before), of(after)));
  const [heldBefore, heldAfter] = [before?.held ?? null, after.held];
  const held = changedOnly([
    numbers('Held by the order', heldBefore?.quantity ?? 0, heldAfter?.quantity ?? 0),
    texts('End of the reservation', endText(heldBefore), endText(heldAfter)),
    texts('Warehouse of the reservation', warehouseText(heldBefore), warehouseText(heldAfter)),
  ]);
  return [...rows, ...held, ...warehouseRows(before, after), ...factRows(before, after)];
}

/** The quantities of each warehouse that the command changes. */
function warehouseRows(before: Stock | null, after: Stock): Row[] {
  return after.item.warehouses.flatMap((now) => {
    const then = before?.item.warehouses.find(({ warehouseId }) => warehouseId === now.warehouseId);
    const name = `Warehouse ${now.warehouseId}`;
    return changedOnly([
      numbers(name, then?.quantity ?? 0, now.quantity),
      numbers(`${name}, blocked`, then?.blocked ?? 0, now.blocked),
      numbers(`${name}, reserved there`, then?.reserved ?? 0, now.reserved),
    ]);
  });
}

function factRows(before: Stock | null, after: Stock): Row[] {
  const then = before?.item;
  const { item } = after;
  const answer = (value: boolean) => (value ? 'yes' : 'no');
  const point = (value: number | null) => (value === null ? 'threshold of the service' : quantity(value));
  return changedOnly([
    texts('Name', then?.name ?? NOTHING, item.name),
    texts('Sku', then?.sku ?? NOTHING, item.sku),
    numbers('Safety stock', then?.safetyStock ?? 0, item.safetyStock),
    numbers('Backorder limit', then?.backorderLimit ?? 0, item.backorderLimit),
    texts('Reorder point', point(then?.reorderPoint ?? null), point(item.reorderPoint)),
    texts('Archived', answer(then?.archived ?? false), answer(item.archived)),
  ]);
}

function changedOnly(rows: readonly Row[]): Row[] {
  return rows.filter(({ before, after }) => before !== after);
}

function numbers(label: string, before: number | null, after: number): Row {
  return {
    label,
    before: before === null ? NOTHING : quantity(before),
    after: quantity(after),
    change: after - (before ?? 0),
  };
}

function texts(label: string, before: string, after: string): Row {
  return { label, before, after, change: null };
}

function endText(held: Held | null): string {
  if (held === null) {
    return NOTHING;
  }
  return held.end === null
    ? 'never'
    : typeof held.end === 'string'
      ? instant(held.end)
      : `${quantity(held.end)} s after the command`;
}

function warehouseText(held: Held | null): string {
  return held === null ? NOTHING : (held.warehouseId ?? 'any');
}
