import { describe, expect, it } from 'vitest';
import { commandOf } from '../../main/web/try/commands';
import { curlOf, isInAddress, requestOf, searchOf, valuesOf, type Values } from '../../main/web/try/values';

const command = (name: string) => commandOf(name)!;
const values = (fields: Record<string, string>, lines: Record<string, string>[] = []): Values => ({ fields, lines });

describe('An id', () => {
  it('with half of a surrogate pair is a fault, since no address can contain it', () => {
    const { faults, request } = requestOf(command('archive-product'), values({ productId: 'a\ud800' }));
    expect(faults.get('productId')).toContain('character');
    expect(request.path).not.toContain('\ud800');
  });
});

describe('The address of a form', () => {
  it('holds the values, whatever characters they have', () => {
    const given = values({
      productId: "A/B %2F;?#&'+ü",
      warehouseId: 'مخزن',
      quantity: '9007199254740991',
      blocked: 'true',
    });
    expect(valuesOf(command('receive-stock'), searchOf(given))).toEqual(given);
  });

  it('holds the lines of an order without those that are empty', () => {
    const given = values({ orderId: 'o' }, [
      { productId: 'a', quantity: '1' },
      {},
      { productId: 'b', anywhere: 'true' },
    ]);
    expect(valuesOf(command('change-order'), searchOf(given)).lines).toEqual([given.lines[0], given.lines[2]]);
  });

  it('leaves out names that the command does not have, and lines that are none', () => {
    expect(valuesOf(command('ship-order'), '?orderId=o&x=1&lines=[{"productId":"a","y":2},3]')).toEqual(
      values({ orderId: 'o' }, [{ productId: 'a' }, {}]),
    );
    expect(valuesOf(command('ship-order'), '?lines={').lines).toEqual([{}]);
    expect(valuesOf(command('change-order'), '').lines).toEqual([]);
  });

  it('leaves out lines that would make it too long', () => {
    const many = values(
      { orderId: 'o' },
      Array.from({ length: 200 }, (_, i) => ({ productId: `product-${i}`, quantity: '1' })),
    );
    expect(searchOf(many)).toBe('?orderId=o');
    expect(isInAddress(many)).toBe(false);
    expect(isInAddress(values({}, [{ productId: 'a' }]))).toBe(true);
  });
});

describe('The call of a form', () => {
  it('has the ids in the path, percent-encoded once, and the rest in the body', () => {
    const { request, faults } = requestOf(
      command('change-reservation'),
      values({
        productId: 'A/B %2F',
        orderId: ' o ü ',
        quantity: '3',
        noEnd: 'true',
        warehouseId: 'east',
        anywhere: 'true',
      }),
    );
    expect(faults.size).toBe(0);
    expect(request.method).toBe('PATCH');
    expect(request.path).toBe('/v1/products/A%2FB%20%252F/reservations/o%20%C3%BC');
    expect(JSON.parse(request.body!)).toEqual({ quantity: 3, expiresInSeconds: null, warehouseId: null });
  });

  it('has no body for a command whose fields are all in the path, and an empty one for a change of nothing', () => {
    const ids = values({ productId: 'p', orderId: 'o' });
    expect(requestOf(command('archive-product'), ids).request.body).toBeNull();
    expect(requestOf(command('cancel-reservation'), ids).request.body).toBeNull();
    expect(requestOf(command('change-reservation'), ids).request.body).toBe('{}');
  });

  it('sends null for a reorder point that is empty, and leaves out defaults', () => {
    const policy = requestOf(
      command('set-stock-policy'),
      values({ productId: 'p', safetyStock: '0', backorderLimit: '5' }),
    );
    expect(JSON.parse(policy.request.body!)).toEqual({ safetyStock: 0, backorderLimit: 5, reorderPoint: null });
    const order = requestOf(
      command('reserve-order'),
      values({ orderId: 'o', policy: 'all-or-nothing' }, [{ productId: 'a', quantity: '1' }]),
    );
    expect(JSON.parse(order.request.body!)).toEqual({ lines: [{ productId: 'a', quantity: 1 }] });
  });

  it('names the field of each fault as the API does', () => {
    const { faults } = requestOf(
      command('ship-order'),
      values({ orderId: '..' }, [{ productId: 'a', warehouseId: 'w', quantity: '1.5' }, {}]),
    );
    expect([...faults.keys()]).toEqual([
      'orderId',
      'lines[0].quantity',
      'lines[1].productId',
      'lines[1].warehouseId',
      'lines[1].quantity',
    ]);
    expect(faults.get('lines[0].quantity')).toContain('whole number');
    for (const number of ['9007199254740992', '1e3', '-1', '٣']) {
      expect(requestOf(command('receive-stock'), values({ quantity: number })).faults.has('quantity')).toBe(true);
    }
  });

  it('has the products of a reassignment only if some are named', () => {
    const ids = { orderId: 'o', toOrderId: 'q' };
    expect(JSON.parse(requestOf(command('reassign-order'), values(ids)).request.body!)).toEqual({ toOrderId: 'q' });
    const some = requestOf(command('reassign-order'), values({ ...ids, productIds: ' a \n\nb' }));
    expect(JSON.parse(some.request.body!)).toEqual({ toOrderId: 'q', productIds: ['a', 'b'] });
  });

  it('is a command line that a shell reads as it was meant, without the token', () => {
    const { request } = requestOf(
      command('receive-stock'),
      values({ productId: "it's", warehouseId: "o'w", quantity: '1', reference: '$x' }),
    );
    expect(curlOf(`http://h${request.path}`, request, { 'If-Match': '"3"' }, true)).toBe(
      [
        "curl -X POST 'http://h/v1/products/it'\\''s/receipts'",
        '-H "Authorization: Bearer $TOKEN"',
        `-H 'If-Match: "3"'`,
        "-H 'Content-Type: application/json'",
        `-d '{"warehouseId":"o'\\''w","quantity":1,"reference":"$x"}'`,
      ].join(' \\\n  '),
    );
  });
});
