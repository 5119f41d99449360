import { instantOr } from '../parts/instantField';

/** The filters of the movements. Each is a parameter of the page's address, as in the API. */
export interface MovementFilter {
  readonly productId: string;
  readonly warehouseId: string;
  readonly orderId: string;
  /** The type of the event; empty for all. */
  readonly type: string;
  /** The first instant, in UTC as the API writes it; empty for the beginning. */
  readonly from: string;
  /** The last instant; empty for now. */
  readonly to: string;
  readonly order: 'newest' | 'oldest';
}

export const EVENT_TYPES = [
  'ProductRegistered',
  'ProductRenamed',
  'StockPolicySet',
  'ProductArchived',
  'ProductRestored',
  'StockReceived',
  'StockReserved',
  'ReservationChanged',
  'ReservationReassigned',
  'ReservationExtended',
  'ReservationCancelled',
  'ReservationExpired',
  'StockShipped',
  'StockReturned',
  'StockAdjusted',
  'StockTransferred',
  'StockBlocked',
  'StockUnblocked',
  'StockWrittenOff',
] as const;

export const NO_FILTER: MovementFilter = {
  productId: '',
  warehouseId: '',
  orderId: '',
  type: '',
  from: '',
  to: '',
  order: 'newest',
};

const IDS = ['productId', 'warehouseId', 'orderId'] as const;

/** Reads the filters of an address. A value that the page does not know is as if it were absent. */
export function filterOf(search: string): MovementFilter {
  const query = new URLSearchParams(search);
  return {
    productId: query.get('productId') ?? '',
    warehouseId: query.get('warehouseId') ?? '',
    orderId: query.get('orderId') ?? '',
    type: EVENT_TYPES.find((type) => type === query.get('type')) ?? '',
    from: instantOr(query.get('from')),
    to: instantOr(query.get('to')),
    order: query.get('order') === 'oldest' ? 'oldest' : 'newest',
  };
}

/** The parameters of the API call; without the order, which the API does not know. */
export function queryOf(filter: MovementFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of IDS) {
    const id = filter[name].trim().normalize('NFC');
    if (id !== '') {
      query.set(name, id);
    }
  }
  for (const name of ['type', 'from', 'to'] as const) {
    if (filter[name] !== '') {
      query.set(name, filter[name]);
    }
  }
  return query;
}

/** The search part of the page's address: empty, or with its question mark. */
export function searchOf(filter: MovementFilter): string {
  const query = queryOf(filter);
  if (filter.order !== NO_FILTER.order) {
    query.set('order', filter.order);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether the list may be without some movements. */
export function isNarrowed(filter: MovementFilter): boolean {
  return queryOf(filter).size > 0;
}
