import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

let router: typeof import('../../main/web/app/router');

beforeAll(async () => {
  vi.stubGlobal('window', {
    location: { pathname: '/console', search: '' },
    addEventListener: () => {},
  });
  router = await import('../../main/web/app/router');
});

describe('the address of an id', () => {
  it.each(['mug', '85123A/B', 'a%2Fb', 'a;b=c?d#e', 'Süd 7', 'قدح', '..x', 'a\\b', '50%', "it's+1&2"])(
    'leads back to the product and the order %s',
    (id) => {
      for (const route of [{ page: 'product', productId: id }, { page: 'order', orderId: id }] as const) {
        const { pathname } = new URL(router.addressOf(route), 'http://localhost');
        expect(router.routeOf(pathname, '')).toEqual(route);
      }
      const curve = { page: 'curve', productId: id, search: '?event=2' } as const;
      const { pathname, search } = new URL(router.addressOf(curve), 'http://localhost');
      expect(router.routeOf(pathname, search)).toEqual(curve);
    },
  );
});

describe('the route of an address', () => {
  it('is the list for the console itself', () => {
    for (const path of ['/console', '/console/', '/console/stock', '/console/stock/']) {
      expect(router.routeOf(path, '?q=mug')).toEqual({ page: 'stock', search: '?q=mug' });
    }
  });

  it('is that of each page', () => {
    expect(router.routeOf('/console/orders', '')).toEqual({ page: 'orders' });
    expect(router.routeOf('/console/movements', '?type=StockShipped')).toEqual({
      page: 'movements',
      search: '?type=StockShipped',
    });
    expect(router.routeOf('/console/time', '?asOf=x')).toEqual({ page: 'time', search: '?asOf=x' });
    for (const page of ['/console/orders', '/console/movements', '/console/time']) {
      expect(router.addressOf(router.routeOf(page, ''))).toBe(page);
    }
  });

  it('is a command with the values of its address', () => {
    const search = '?productId=a%2Fb&quantity=2';
    expect(router.routeOf('/console/try', '')).toEqual({ page: 'try', command: null, search: '' });
    expect(router.routeOf('/console/try/ship-stock', search)).toEqual({ page: 'try', command: 'ship-stock', search });
    expect(router.addressOf({ page: 'try', command: 'ship-stock', search })).toBe(`/console/try/ship-stock${search}`);
    expect(router.routeOf('/console/try/ship-stock/x', '').page).toBe('unknown');
  });

  it('is the operation for its path', () => {
    expect(router.routeOf('/console/operation', '')).toEqual({ page: 'operation' });
    expect(router.addressOf({ page: 'operation' })).toBe('/console/operation');
  });

  it('is unknown for every other path, and for a malformed id', () => {
    for (const path of ['/console/none', '/console/stock/a/b', '/console/stock/%E0%A4%A', '/console/orders/a/b', '/console/movements/a']) {
      expect(router.routeOf(path, '')).toEqual({ page: 'unknown', path });
    }
  });
});

describe('the address of the present page', () => {
  const changes: string[] = [];
  const search = (text: string) => ({ page: 'stock', search: text }) as const;

  beforeEach(() => {
    vi.useFakeTimers();
    changes.length = 0;
    Object.assign(window, {
      history: {
        pushState: (_: null, __: string, address: string) => changes.push(`push ${address}`),
        replaceState: (_: null, __: string, address: string) => changes.push(address),
      },
      scrollTo: () => {},
    });
  });
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  it('changes less than 100 times in 30 seconds, and the page with each change', () => {
    const present = new router.Router();
    for (let i = 0; i <= 300; i++) {
      present.replace(search(`?q=${i}`));
      expect(present.route.value).toEqual(search(`?q=${i}`));
      vi.advanceTimersByTime(100);
    }
    expect(changes[0]).toBe('/console/stock?q=0');
    expect(changes.length).toBeLessThan(100);
    vi.runAllTimers();
    expect(changes.at(-1)).toBe('/console/stock?q=300');
  });

  it('is complete before another page is opened', () => {
    const present = new router.Router();
    present.replace(search('?q=m'));
    present.replace(search('?q=mug'));
    present.open({ page: 'orders' });
    vi.runAllTimers();
    expect(changes).toEqual(['/console/stock?q=m', '/console/stock?q=mug', 'push /console/orders']);
  });
});
