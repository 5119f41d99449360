import { describe, expect, it } from 'vitest';
import type { Item } from '../../main/web/api/inventory';
import { rowsOf } from '../../main/web/try/comparison';
import {
  afterCommand,
  afterOrderCommand,
  movedBy,
  registered,
  type HeldReservation,
  type Stock,
} from '../../main/web/try/effect';

/** 100 in the warehouse main with 10 of them blocked; 30 reserved, 8 of them by the order and only in main. */
const ITEM: Item = {
  productId: 'p',
  name: 'Mug',
  sku: 's',
  totalStock: 100,
  availableStock: 55,
  reservedStock: 30,
  shortfall: 0,
  blockedStock: 10,
  safetyStock: 5,
  backorderLimit: 20,
  availableToPromise: 75,
  reorderPoint: null,
  archived: false,
  warehouses: [{ warehouseId: 'main', quantity: 100, blocked: 10, reserved: 8 }],
  version: 7,
  updatedAt: '',
};
const HELD: HeldReservation = { quantity: 8, warehouseId: 'main', end: null };
const STOCK: Stock = { item: ITEM, held: HELD };
const EVENT = [{ type: 'Any', sequenceNumber: 8 }];

function after(name: string, body: Record<string, unknown>, stock = STOCK) {
  return afterCommand(name, body, stock, EVENT);
}

describe('The stock after a command', () => {
  it('is what the rules derive from the warehouses, the policy and the reservations', () => {
    const { item } = after('receive-stock', { warehouseId: 'east', quantity: 20, blocked: true });
    expect(item).toMatchObject({
      totalStock: 120,
      blockedStock: 30,
      availableStock: 55,
      availableToPromise: 75,
      shortfall: 0,
    });
    expect(item.warehouses[1]).toEqual({ warehouseId: 'east', quantity: 20, blocked: 20, reserved: 0 });
    const counted = after('count-stock', { warehouseId: 'main', countedQuantity: 6 }).item;
    expect(counted).toMatchObject({
      totalStock: 6,
      blockedStock: 6,
      availableStock: 0,
      availableToPromise: 0,
      shortfall: 30,
    });
  });

  it('is the same if the command records no event', () => {
    expect(afterCommand('archive-product', {}, STOCK, [])).toBe(STOCK);
  });

  it.each([
    ['adjust-stock', { warehouseId: 'main', newQuantity: 40 }, { totalStock: 40, blockedStock: 10 }],
    [
      'write-off-stock',
      { warehouseId: 'main', quantity: 3, blocked: true },
      { totalStock: 97, blockedStock: 7, availableStock: 55 },
    ],
    ['block-stock', { warehouseId: 'main', quantity: 3 }, { totalStock: 100, blockedStock: 13, availableStock: 52 }],
    ['unblock-stock', { warehouseId: 'main', quantity: 3 }, { blockedStock: 7, availableStock: 58 }],
    ['return-stock', { warehouseId: 'main', quantity: 2 }, { totalStock: 102, availableStock: 57, reservedStock: 30 }],
    [
      'transfer-stock',
      { fromWarehouseId: 'main', toWarehouseId: 'east', quantity: 4 },
      { totalStock: 100, availableStock: 55 },
    ],
    [
      'set-stock-policy',
      { safetyStock: 60, backorderLimit: 0, reorderPoint: 3 },
      { availableStock: 0, availableToPromise: 0, reorderPoint: 3 },
    ],
    ['rename-product', { name: 'Cup' }, { name: 'Cup', sku: 's' }],
    ['archive-product', {}, { archived: true, availableStock: 55 }],
    ['restore-product', {}, { archived: false }],
  ])('follows %s', (name, body, expected) => {
    expect(after(name, body).item).toMatchObject(expected);
  });

  it('follows the reservation of the order', () => {
    const cancelled = after('cancel-reservation', {});
    expect(cancelled.item).toMatchObject({ reservedStock: 22, availableStock: 63 });
    expect(cancelled.item.warehouses[0]!.reserved).toBe(0);
    expect(cancelled.held).toBeNull();
    const moved = after('change-reservation', { warehouseId: null, expiresInSeconds: 60 });
    expect(moved.held).toEqual({ quantity: 8, warehouseId: null, end: 60 });
    expect(moved.item.warehouses[0]!.reserved).toBe(0);
    expect(moved.item.reservedStock).toBe(30);
    const raised = after('change-reservation', { quantity: 10 });
    expect(raised.held).toEqual({ ...HELD, quantity: 10 });
    expect(raised.item.reservedStock).toBe(32);
  });

  it('follows a shipment of a part, of all, and beyond the reservation', () => {
    const part = after('ship-stock', { warehouseId: 'main', quantity: 3 });
    expect(part.held?.quantity).toBe(5);
    expect(part.item).toMatchObject({ totalStock: 97, reservedStock: 27, availableStock: 55 });
    const beyond = after('ship-stock', { warehouseId: 'main', quantity: 10, beyondReservation: true });
    expect(beyond.held).toBeNull();
    expect(beyond.item).toMatchObject({ totalStock: 90, reservedStock: 22, availableStock: 53 });
  });

  it('tells a reservation from one that only gets another end', () => {
    const free = { item: ITEM, held: null };
    const body = { quantity: 8, expiresInSeconds: 9 };
    const reserved = afterCommand('reserve-stock', body, free, [{ type: 'StockReserved', sequenceNumber: 8 }]);
    expect(reserved.item.reservedStock).toBe(38);
    const extended = afterCommand('reserve-stock', body, STOCK, [{ type: 'ReservationExtended', sequenceNumber: 8 }]);
    expect(extended.item.reservedStock).toBe(30);
    expect(extended.held).toEqual({ ...HELD, end: 9 });
  });

  it('of a registration is the initial quantity in its warehouse', () => {
    expect(registered({ productId: 'p', name: 'n', sku: 's', initialQuantity: 4 }).item).toMatchObject({
      totalStock: 4,
      availableStock: 4,
      warehouses: [{ warehouseId: 'main', quantity: 4 }],
    });
  });
});

describe('The stock after a command on an order', () => {
  const line = (quantity: number, productId = 'p') => ({ productId, quantity, version: 8 });

  it('has what the answer grants, which may be less than was asked for', () => {
    const body = { lines: [{ productId: 'p', quantity: 500, warehouseId: 'main' }] };
    const reserved = afterOrderCommand('reserve-order', body, { item: ITEM, held: null }, [line(75)]);
    expect(reserved.held).toEqual({ quantity: 75, warehouseId: 'main', end: null });
    expect(reserved.item.reservedStock).toBe(105);
    const none = { productId: 'p', quantity: 0, requested: 5 };
    expect(afterOrderCommand('reserve-order', body, STOCK, [none])).toBe(STOCK);
  });

  it('adds the lines of one product, each with its warehouse', () => {
    const lines = [
      { productId: 'q', warehouseId: 'main', quantity: 1 },
      { productId: 'p', warehouseId: 'main', quantity: 3 },
      { productId: 'p', warehouseId: 'east', quantity: 2 },
    ];
    const shipped = afterOrderCommand('ship-order', { lines }, STOCK, [line(1, 'q'), line(3), line(2)]);
    expect(shipped.item).toMatchObject({ totalStock: 95, reservedStock: 25 });
    const sold = afterOrderCommand('sell-order', { lines }, { item: ITEM, held: null }, [
      line(1, 'q'),
      line(3),
      line(0),
    ]);
    expect(sold.item).toMatchObject({ totalStock: 97, reservedStock: 30 });
    const back = afterOrderCommand(
      'return-order',
      { lines: lines.map((each) => ({ ...each, blocked: true })) },
      STOCK,
      [line(3)],
    );
    expect(back.item).toMatchObject({ totalStock: 105, blockedStock: 15 });
  });

  it('keeps the warehouse of a changed line unless another one is given', () => {
    const kept = afterOrderCommand(
      'change-order',
      { lines: [{ productId: 'p', quantity: 9 }], expiresInSeconds: null },
      STOCK,
      [line(9)],
    );
    expect(kept.held).toEqual({ quantity: 9, warehouseId: 'main', end: null });
    const removed = afterOrderCommand('change-order', { lines: [{ productId: 'p', quantity: 0 }] }, STOCK, [line(0)]);
    expect(removed.held).toBeNull();
    const onlyEnd = afterOrderCommand('change-order', { expiresInSeconds: 60 }, STOCK, [line(8)]);
    expect(onlyEnd.held).toEqual({ ...HELD, end: 60 });
    expect(onlyEnd.item).toEqual(STOCK.item);
  });

  it('is released by a cancellation, and only held by another order after a reassignment', () => {
    expect(afterOrderCommand('cancel-order', {}, STOCK, [line(8)]).item.reservedStock).toBe(22);
    const reassigned = afterOrderCommand('reassign-order', {}, STOCK, [line(8)]);
    expect(reassigned).toEqual({ item: ITEM, held: null });
  });
});

describe('The comparison', () => {
  it('has every quantity, and of the other facts those that change', () => {
    const rows = rowsOf(STOCK, after('ship-stock', { warehouseId: 'main', quantity: 8 }));
    expect(rows.slice(0, 6).map(({ label }) => label)).toEqual([
      'Available',
      'Available to promise',
      'Reserved',
      'Blocked',
      'Total',
      'Shortfall',
    ]);
    expect(rows.slice(6).map(({ label, change }) => [label, change])).toEqual([
      ['Held by the order', -8],
      ['End of the reservation', null],
      ['Warehouse of the reservation', null],
      ['Warehouse main', -8],
      ['Warehouse main, reserved there', -8],
    ]);
  });

  it('begins with nothing for a product that does not exist', () => {
    const rows = rowsOf(null, registered({ productId: 'p', name: 'n', sku: 's', initialQuantity: 4 }));
    expect(rows[0]).toEqual({ label: 'Available', before: '–', after: '4', change: 4 });
    expect(rows.find(({ label }) => label === 'Name')).toMatchObject({ before: '–', after: 'n' });
  });
});

describe('What has moved since a version', () => {
  it.each([
    [{ type: 'ProductRegistered', warehouseId: 'main', initialQuantity: 5 }, 5],
    [{ type: 'StockReceived', warehouseId: 'main', quantity: 5 }, 5],
    [{ type: 'StockShipped', warehouseId: 'main', quantity: 5 }, -5],
    [{ type: 'StockShipped', warehouseId: 'east', quantity: 5 }, 0],
    [{ type: 'StockAdjusted', warehouseId: 'main', oldQuantity: 9, newQuantity: 5 }, -4],
    [{ type: 'StockTransferred', fromWarehouseId: 'main', toWarehouseId: 'east', quantity: 5 }, -5],
    [{ type: 'StockTransferred', fromWarehouseId: 'east', toWarehouseId: 'main', quantity: 5 }, 5],
    [{ type: 'StockBlocked', warehouseId: 'main', quantity: 5 }, 0],
  ])('counts %j', (payload, moved) => {
    expect(movedBy('main', payload)).toBe(moved);
  });
});
