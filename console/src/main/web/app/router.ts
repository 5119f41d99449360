import { Store } from './store';

/** Where the query service serves the console. */
const BASE = '/console';

/** The pause between two changes of an address: Safari refuses more than 100 of them within 30 seconds. */
const ADDRESS_PAUSE_MS = 350;

/** A page of the console, as its address names it. */
export type Route =
  | { readonly page: 'stock'; readonly search: string }
  | { readonly page: 'product'; readonly productId: string }
  | { readonly page: 'movements'; readonly search: string }
  | { readonly page: 'time'; readonly search: string }
  | { readonly page: 'curve'; readonly productId: string; readonly search: string }
  | { readonly page: 'orders' }
  | { readonly page: 'order'; readonly orderId: string }
  | { readonly page: 'operation' }
  | { readonly page: 'try'; readonly command: string | null; readonly search: string }
  | { readonly page: 'unknown'; readonly path: string };

/** The route of an address. An id is one segment of the path, percent-encoded once. */
export function routeOf(path: string, search: string): Route {
  const segments = path.slice(BASE.length).split('/').filter((segment) => segment !== '');
  if (segments.length === 0 || (segments.length === 1 && segments[0] === 'stock')) {
    return { page: 'stock', search };
  }
  if (segments.length === 2 && segments[0] === 'stock') {
    const productId = decoded(segments[1]!);
    if (productId !== null) {
      return { page: 'product', productId };
    }
  }
  if (segments.length === 1 && segments[0] === 'movements') {
    return { page: 'movements', search };
  }
  if (segments.length === 1 && segments[0] === 'time') {
    return { page: 'time', search };
  }
  if (segments.length === 2 && segments[0] === 'time') {
    const productId = decoded(segments[1]!);
    if (productId !== null) {
      return { page: 'curve', productId, search };
    }
  }
  if (segments.length === 1 && segments[0] === 'orders') {
    return { page: 'orders' };
  }
  if (segments.length === 2 && segments[0] === 'orders') {
    const orderId = decoded(segments[1]!);
    if (orderId !== null) {
      return { page: 'order', orderId };
    }
  }
  if (segments.length === 1 && segments[0] === 'operation') {
    return { page: 'operation' };
  }
  if (segments[0] === 'try' && segments.length <= 2) {
    return { page: 'try', command: segments[1] ?? null, search };
  }
  return { page: 'unknown', path };
}

/** The address of a route. */
export function addressOf(route: Route): string {
  switch (route.page) {
    case 'stock':
      return `${BASE}/stock${route.search}`;
    case 'product':
      return `${BASE}/stock/${encodeURIComponent(route.productId)}`;
    case 'movements':
      return `${BASE}/movements${route.search}`;
    case 'time':
      return `${BASE}/time${route.search}`;
    case 'curve':
      return `${BASE}/time/${encodeURIComponent(route.productId)}${route.search}`;
    case 'orders':
      return `${BASE}/orders`;
    case 'order':
      return `${BASE}/orders/${encodeURIComponent(route.orderId)}`;
    case 'operation':
      return `${BASE}/operation`;
    case 'try':
      return `${BASE}/try${route.command === null ? '' : `/${route.command}`}${route.search}`;
    case 'unknown':
      return route.path;
  }
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** The present route. It follows the address and the history of the browser. */
export class Router {
  readonly route: Store<Route>;

  /** The address that the present page gets after the pause. */
  #next: string | null = null;
  #pause: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.route = new Store(this.#present());
    window.addEventListener('popstate', () => {
      this.#next = null;
      this.route.set(this.#present());
    });
  }

  /** Opens a page. */
  open(route: Route): void {
    this.#write();
    window.history.pushState(null, '', addressOf(route));
    this.route.set(route);
    window.scrollTo(0, 0);
  }

  /** Changes the address of the page that is open, such as its filters; at most every 350 ms, the page at once. */
  replace(route: Route): void {
    this.#next = addressOf(route);
    if (this.#pause === null) {
      this.#writeAndPause();
    }
    this.route.set(route);
  }

  #writeAndPause(): void {
    this.#write();
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (this.#next !== null) {
        this.#writeAndPause();
      }
    }, ADDRESS_PAUSE_MS);
  }

  #write(): void {
    if (this.#next !== null) {
      window.history.replaceState(null, '', this.#next);
      this.#next = null;
    }
  }

  #present(): Route {
    return routeOf(window.location.pathname, window.location.search);
  }
}

export const router = new Router();
