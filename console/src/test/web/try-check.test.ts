import { describe, expect, it } from 'vitest';
import type { Answer, Api } from '../../main/web/api/client';
import type { Item } from '../../main/web/api/inventory';
import { check } from '../../main/web/try/check';
import { commandOf } from '../../main/web/try/commands';

const { signal } = new AbortController();

function item(version: number): Item {
  return {
    productId: 'p',
    name: 'Mug',
    sku: 's',
    safetyStock: 0,
    backorderLimit: 0,
    reorderPoint: null,
    archived: false,
    warehouses: [{ warehouseId: 'main', quantity: 5, blocked: 0, reserved: 0 }],
    totalStock: 5,
    availableStock: 5,
    reservedStock: 0,
    shortfall: 0,
    blockedStock: 0,
    availableToPromise: 5,
    version,
    updatedAt: '',
  };
}

/**
 * Checks a command on an order for a product that is at one version after the other when it is read. Its dry run
 * names the versions of its lines.
 */
async function checked(name: string, read: readonly number[], lines: readonly number[][]) {
  const reads = [...read];
  const dryRuns = [...lines];
  const commands = {
    send: async (_path: string, _init: RequestInit, _options: object, read: (answer: Response) => unknown) => {
      const versions = dryRuns.shift()!;
      const answer = versions.map((version) => ({ productId: 'p', quantity: 2, version }));
      return read(new Response(JSON.stringify({ orderId: 'o', lines: answer })));
    },
    get: async () => ({ body: item(reads.shift()!) }) as Answer<unknown>,
  } as unknown as Api;
  const queries = { get: async () => ({ body: { lines: [] } }) as unknown as Answer<unknown> } as unknown as Api;
  const line = { productId: 'p', warehouseId: 'main', quantity: 2 };
  const body = JSON.stringify({ lines: lines[0]!.map(() => line) });
  const request = { method: 'POST', path: '/v1/orders/o/any', body } as const;
  const result = await check({ commands, queries }, commandOf(name)!, request, signal);
  return { versions: result.effects.map((effect) => effect.before?.item.version), reason: result.reason };
}

describe('The check of a command on an order', () => {
  it('shows the products at the version before their first line', async () => {
    expect(await checked('reserve-order', [5], [[6]])).toEqual({ versions: [5], reason: null });
    // A line that is sold is reserved and then shipped.
    expect(await checked('sell-order', [5], [[7, 9]])).toEqual({ versions: [5], reason: null });
    // The expiry of an earlier reservation is recorded before the new one.
    expect(await checked('reserve-order', [5], [[7]])).toEqual({ versions: [5], reason: null });
  });

  it('is made again if a product has changed since the dry run', async () => {
    expect(await checked('reserve-order', [9, 12], [[6], [13]])).toEqual({ versions: [12], reason: null });
    expect(await checked('sell-order', [6, 7], [[7], [9]])).toEqual({ versions: [7], reason: null });
  });

  it('has no quantities of a product that changes each time', async () => {
    const { versions, reason } = await checked('reserve-order', [9, 10, 11], [[6], [7], [8]]);
    expect(versions).toEqual([]);
    expect(reason).toContain('changes too quickly');
  });
});
