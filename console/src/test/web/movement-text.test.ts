import { describe, expect, it } from 'vitest';
import type { Movement } from '../../main/web/api/inventory';
import { statusText } from '../../main/web/orders/statusText';
import { movedQuantity, movementFacts } from '../../main/web/parts/movementText';

describe('a movement in words', () => {
  it('has every fact that its event states', () => {
    const movement = {
      fromWarehouseId: 'main',
      toWarehouseId: 'east',
      reference: 'delivery-7',
      reason: 'damaged',
      name: 'Mug',
      sku: 'M-1',
      safetyStock: 0,
      backorderLimit: 2,
      reorderPoint: null,
      blocked: true,
    } as unknown as Movement;
    expect(movementFacts(movement).map(({ name, value }) => `${name}=${value}`)).toEqual([
      'from=main',
      'to=east',
      'reference=delivery-7',
      'reason=damaged',
      'name=Mug',
      'sku=M-1',
      'safety stock=0',
      'backorder limit=2',
      'stock=blocked',
    ]);
  });

  it('has its quantity, or both of a change', () => {
    expect(movedQuantity({ quantity: 3 } as Movement)).toBe('3');
    expect(movedQuantity({ initialQuantity: 0 } as Movement)).toBe('0');
    expect(movedQuantity({ oldQuantity: 4, newQuantity: 0 } as Movement)).toBe('4 → 0');
    expect(movedQuantity({} as Movement)).toBe('');
  });
});

describe('the status of a line in words', () => {
  it.each([
    ['open', 'open'],
    ['partly-shipped', 'partly shipped'],
    ['partly-shipped-then-cancelled', 'partly shipped, then cancelled'],
  ])('is for %s: %s', (status, text) => expect(statusText(status)).toBe(text));
});
