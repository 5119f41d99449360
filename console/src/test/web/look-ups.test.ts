import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../main/web/api/client';
import { PRODUCTS_MAX } from '../../main/web/api/inventory';
import { LookUps } from '../../main/web/stock/LookUps';

describe('LookUps', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** An API whose answers come when the test sends them. */
  function service() {
    const asked: (readonly string[])[] = [];
    const answers: ((body: unknown) => void)[] = [];
    const api = {
      post: (_: string, { productIds }: { productIds: readonly string[] }) => {
        asked.push(productIds);
        return new Promise((resolve) => answers.push((body) => resolve({ body })));
      },
    } as unknown as Api;
    return { api, asked, answers };
  }

  it('sends one look-up at a time, however many resets arrive', async () => {
    const { api, asked, answers } = service();
    const items: unknown[] = [];
    const lookUps = new LookUps(api, (read) => items.push(...read));
    for (let i = 0; i < 100; i++) {
      lookUps.request(['a', 'b']);
    }
    expect(asked).toEqual([['a', 'b']]);
    lookUps.request(['c']);
    answers[0]!({ items: [{ productId: 'a' }] });
    await vi.advanceTimersByTimeAsync(299);
    expect(items).toEqual([{ productId: 'a' }]);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([['a', 'b'], ['a', 'b', 'c']]);
    lookUps.close();
  });

  it('looks the newest products up if there are too many for one look-up', () => {
    const { api, asked } = service();
    const lookUps = new LookUps(api, () => {});
    lookUps.request(Array.from({ length: PRODUCTS_MAX + 10 }, (_, i) => `p${i}`));
    expect(asked[0]).toHaveLength(PRODUCTS_MAX);
    expect(asked[0]!.at(-1)).toBe(`p${PRODUCTS_MAX + 9}`);
    lookUps.close();
  });
});
