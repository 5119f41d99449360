import type { Item, Warehouse } from '../api/inventory';

/** What an order holds of a product. */
export interface HeldReservation {
  readonly quantity: number;
  /** The warehouse that it is bound to; null for any. */
  readonly warehouseId: string | null;
  /** An instant, the seconds after the command at which it ends, or null for no end. */
  readonly end: string | number | null;
}

/** A product, and what the order of the command holds of it. */
export interface Stock {
  readonly item: Item;
  readonly held: HeldReservation | null;
}

/** The fields of a command or of one of its lines, as they are sent, with those of its path. */
export type Body = Readonly<Record<string, unknown>>;

/** An event that a dry run has answered. */
export interface DryEvent {
  readonly type: string;
  readonly sequenceNumber: number;
}

/** A line of the answer to a command on an order. */
export interface OrderLineAnswer {
  readonly productId: string;
  readonly quantity: number;
  readonly version?: number;
  readonly requested?: number;
}

const DEFAULT_WAREHOUSE = 'main';

/** The product that a registration makes. */
export function registered(body: Body): Stock {
  const quantity = Number(body['initialQuantity']);
  const warehouseId = String(body['warehouseId'] ?? DEFAULT_WAREHOUSE);
  const empty = {
    productId: String(body['productId']),
    name: String(body['name']),
    sku: String(body['sku']),
    safetyStock: 0,
    backorderLimit: 0,
    reorderPoint: null,
    archived: false,
    warehouses: [],
    totalStock: 0,
    availableStock: 0,
    reservedStock: 0,
    shortfall: 0,
    blockedStock: 0,
    availableToPromise: 0,
    version: 0,
    updatedAt: '',
  };
  return moved({ item: empty, held: null }, warehouseId, quantity, 0);
}

/**
 * The product after a command on it that a dry run has accepted.
 *
 * @param events the events that the command would record; without them nothing changes
 * @param movedSince for a count with a version: the quantity that has come to its warehouse since then
 */
export function afterCommand(
  name: string,
  body: Body,
  before: Stock,
  events: readonly DryEvent[],
  movedSince = 0,
): Stock {
  if (events.length === 0) {
    return before;
  }
  const quantity = Number(body['quantity']);
  const warehouseId = String(body['warehouseId']);
  const blocked = body['blocked'] === true ? quantity : 0;
  switch (name) {
    case 'receive-stock':
    case 'return-stock':
      return moved(before, warehouseId, quantity, blocked);
    case 'write-off-stock':
      return moved(before, warehouseId, -quantity, -blocked);
    case 'block-stock':
      return moved(before, warehouseId, 0, quantity);
    case 'unblock-stock':
      return moved(before, warehouseId, 0, -quantity);
    case 'transfer-stock':
      return moved(
        moved(before, String(body['fromWarehouseId']), -quantity, 0),
        String(body['toWarehouseId']),
        quantity,
        0,
      );
    case 'adjust-stock':
      return setTo(before, warehouseId, Number(body['newQuantity']));
    case 'count-stock':
      return setTo(before, warehouseId, Number(body['countedQuantity']) + movedSince);
    case 'reserve-stock':
      return events.some(({ type }) => type === 'StockReserved')
        ? holding(before, { quantity, warehouseId: boundTo(body, null), end: endOf(body, null) })
        : holding(before, before.held && { ...before.held, end: endOf(body, before.held.end) });
    case 'change-reservation':
      return changed(before, body, 'quantity' in body ? quantity : (before.held?.quantity ?? 0));
    case 'cancel-reservation':
      return holding(before, null);
    case 'ship-stock':
      return shipped(before, warehouseId, quantity);
    default:
      return { ...before, item: withFacts(before.item, name, body) };
  }
}

/** The facts of a product other than its quantities in the warehouses. */
function withFacts(item: Item, name: string, body: Body): Item {
  switch (name) {
    case 'rename-product':
      return { ...item, name: String(body['name'] ?? item.name), sku: String(body['sku'] ?? item.sku) };
    case 'set-stock-policy':
      return derived({
        ...item,
        safetyStock: Number(body['safetyStock']),
        backorderLimit: Number(body['backorderLimit']),
        reorderPoint: body['reorderPoint'] as number | null,
      });
    case 'archive-product':
      return { ...item, archived: true };
    case 'restore-product':
      return { ...item, archived: false };
    default:
      return item;
  }
}

/**
 * A product after a command on an order that a dry run has accepted.
 *
 * @param answers all lines of the answer
 */
export function afterOrderCommand(name: string, body: Body, before: Stock, answers: readonly OrderLineAnswer[]): Stock {
  const { productId } = before.item;
  const answer = answers.find((line) => line.productId === productId && line.version !== undefined);
  if (answer === undefined) {
    return before;
  }
  const all = (body['lines'] as readonly Body[] | undefined) ?? [];
  const lines = all.filter((line) => line['productId'] === productId);
  const first = lines[0] ?? {};
  switch (name) {
    case 'reserve-order':
      return holding(before, {
        quantity: answer.quantity,
        warehouseId: boundTo(first, null),
        end: endOf(body, null),
      });
    case 'change-order':
      return changed(before, { ...first, ...picked(body, 'expiresInSeconds') }, answer.quantity);
    case 'cancel-order':
      return holding(before, null);
    case 'ship-order':
      return lines.reduce<Stock>(
        (stock, line) => shipped(stock, String(line['warehouseId']), Number(line['quantity'])),
        before,
      );
    case 'sell-order':
      // The answer has a line for each line of the request.
      return all.reduce<Stock>(
        (stock, line, index) =>
          line['productId'] === productId
            ? moved(stock, String(line['warehouseId']), -answers[index]!.quantity, 0)
            : stock,
        before,
      );
    case 'return-order':
      return lines.reduce<Stock>((stock, line) => {
        const quantity = Number(line['quantity']);
        return moved(stock, String(line['warehouseId']), quantity, line['blocked'] === true ? quantity : 0);
      }, before);
    default:
      // A reassignment: the stock is as reserved as before, for another order.
      return { ...before, held: null };
  }
}

function picked(body: Body, name: string): Body {
  return name in body ? { [name]: body[name] } : {};
}

/** The warehouse of a reservation; if the field is absent, the present one. */
function boundTo(body: Body, present: string | null): string | null {
  return 'warehouseId' in body ? (body['warehouseId'] as string | null) : present;
}

function endOf(body: Body, present: HeldReservation['end']): HeldReservation['end'] {
  return 'expiresInSeconds' in body ? (body['expiresInSeconds'] as number | null) : present;
}

function changed(before: Stock, body: Body, quantity: number): Stock {
  const { held } = before;
  return holding(
    before,
    quantity === 0
      ? null
      : { quantity, warehouseId: boundTo(body, held?.warehouseId ?? null), end: endOf(body, held?.end ?? null) },
  );
}

function shipped(before: Stock, warehouseId: string, quantity: number): Stock {
  const { held } = before;
  const rest = (held?.quantity ?? 0) - quantity;
  return holding(
    moved(before, warehouseId, -quantity, 0),
    held !== null && rest > 0 ? { ...held, quantity: rest } : null,
  );
}

/** The product with another reservation of the order. */
function holding({ item, held }: Stock, next: HeldReservation | null): Stock {
  let { warehouses } = item;
  if (held !== null && held.warehouseId !== null) {
    warehouses = added(warehouses, held.warehouseId, 0, 0, -held.quantity);
  }
  if (next !== null && next.warehouseId !== null) {
    warehouses = added(warehouses, next.warehouseId, 0, 0, next.quantity);
  }
  const reservedStock = item.reservedStock + (next?.quantity ?? 0) - (held?.quantity ?? 0);
  return { item: derived({ ...item, warehouses, reservedStock }), held: next };
}

/** The product with a changed quantity and blocked quantity in a warehouse. */
function moved({ item, held }: Stock, warehouseId: string, quantity: number, blocked: number): Stock {
  return { item: derived({ ...item, warehouses: added(item.warehouses, warehouseId, quantity, blocked, 0) }), held };
}

/** A quantity below the blocked one lowers that as well. */
function setTo(stock: Stock, warehouseId: string, quantity: number): Stock {
  const present = stock.item.warehouses.find((each) => each.warehouseId === warehouseId);
  const blocked = Math.min(0, quantity - (present?.blocked ?? 0));
  return moved(stock, warehouseId, quantity - (present?.quantity ?? 0), blocked);
}

function added(
  warehouses: readonly Warehouse[],
  warehouseId: string,
  quantity: number,
  blocked: number,
  reserved: number,
): readonly Warehouse[] {
  const known = warehouses.some((each) => each.warehouseId === warehouseId);
  const all = known ? warehouses : [...warehouses, { warehouseId, quantity: 0, blocked: 0, reserved: 0 }];
  return all.map((each) =>
    each.warehouseId === warehouseId
      ? {
          warehouseId,
          quantity: each.quantity + quantity,
          blocked: each.blocked + blocked,
          reserved: each.reserved + reserved,
        }
      : each,
  );
}

/** The product with the quantities that follow from the others. */
function derived(item: Item): Item {
  const totalStock = item.warehouses.reduce((sum, { quantity }) => sum + quantity, 0);
  const blockedStock = item.warehouses.reduce((sum, { blocked }) => sum + blocked, 0);
  const free = totalStock - blockedStock - item.safetyStock - item.reservedStock;
  return {
    ...item,
    totalStock,
    blockedStock,
    availableStock: Math.max(0, free),
    availableToPromise: Math.max(0, free + item.backorderLimit),
    shortfall: Math.max(0, item.reservedStock - (totalStock - blockedStock)),
  };
}

/** By how much an event has changed the quantity of a warehouse. */
export function movedBy(warehouseId: string, payload: Readonly<Record<string, unknown>>): number {
  const quantity = Number(payload['quantity'] ?? 0);
  const isHere = payload['warehouseId'] === warehouseId;
  switch (payload['type']) {
    case 'ProductRegistered':
      return isHere ? Number(payload['initialQuantity']) : 0;
    case 'StockReceived':
    case 'StockReturned':
      return isHere ? quantity : 0;
    case 'StockShipped':
    case 'StockWrittenOff':
      return isHere ? -quantity : 0;
    case 'StockAdjusted':
      return isHere ? Number(payload['newQuantity']) - Number(payload['oldQuantity']) : 0;
    case 'StockTransferred':
      return (
        (payload['toWarehouseId'] === warehouseId ? quantity : 0) -
        (payload['fromWarehouseId'] === warehouseId ? quantity : 0)
      );
    default:
      return 0;
  }
}
