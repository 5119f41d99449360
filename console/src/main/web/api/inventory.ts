import { segment, type Answer, type Api } from './client';

/** A product as the query service shows it. All quantities are whole numbers up to 2^53-1. */
export interface Item {
  readonly productId: string;
  readonly name: string;
  readonly sku: string;
  readonly totalStock: number;
  readonly availableStock: number;
  readonly reservedStock: number;
  readonly shortfall: number;
  readonly blockedStock: number;
  readonly safetyStock: number;
  readonly backorderLimit: number;
  readonly availableToPromise: number;
  readonly reorderPoint: number | null;
  readonly archived: boolean;
  readonly warehouses: readonly Warehouse[];
  readonly version: number;
  readonly updatedAt: string;
  readonly held?: true;
}

export interface Warehouse {
  readonly warehouseId: string;
  readonly quantity: number;
  readonly blocked: number;
  readonly reserved: number;
}

/** An order that holds a product. */
export interface Holder {
  readonly orderId: string;
  readonly reserved: number;
  readonly shipped: number;
  readonly returned: number;
  readonly status: string;
  readonly warehouseId?: string;
  readonly expiresAt?: string;
}

export type LineStatus =
  | 'open'
  | 'partly-shipped'
  | 'shipped'
  | 'partly-shipped-then-cancelled'
  | 'cancelled'
  | 'expired'
  | 'partly-shipped-then-expired'
  | 'reassigned'
  | 'partly-shipped-then-reassigned';

/** A product of an order. */
export interface OrderLine {
  readonly productId: string;
  readonly reserved: number;
  readonly shipped: number;
  readonly returned: number;
  readonly status: LineStatus;
  readonly warehouseId?: string;
  readonly expiresAt?: string;
  /** The order that the last reservation was given to. */
  readonly toOrderId?: string;
  readonly held?: true;
}

/** An event of a product, with the stock after it. */
export interface Movement {
  readonly sequenceNumber: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly orderId?: string;
  readonly toOrderId?: string;
  readonly warehouseId?: string;
  readonly fromWarehouseId?: string;
  readonly toWarehouseId?: string;
  readonly quantity?: number;
  readonly initialQuantity?: number;
  readonly oldQuantity?: number;
  readonly newQuantity?: number;
  readonly reason?: string;
  readonly reference?: string;
  readonly name?: string;
  readonly sku?: string;
  readonly safetyStock?: number;
  readonly backorderLimit?: number;
  readonly reorderPoint?: number | null;
  readonly blocked?: boolean;
  readonly expiresAt?: string;
  readonly totalStock: number;
  readonly availableStock: number;
  readonly reservedStock: number;
}

export interface ItemPage {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

export interface HolderPage {
  readonly items: readonly Holder[];
  readonly nextCursor?: string;
}

export interface MovementPage {
  readonly movements: readonly Movement[];
}

/** The greatest number of products in one look-up and in one change stream. */
export const PRODUCTS_MAX = 500;

export function listItems(
  api: Api,
  filter: URLSearchParams,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Answer<ItemPage>> {
  const query = new URLSearchParams(filter);
  query.set('limit', String(limit));
  if (cursor !== null) {
    query.set('cursor', cursor);
  }
  return api.get(`/v1/inventory?${query}`, { signal });
}

export function getItem(api: Api, productId: string, signal: AbortSignal): Promise<Answer<Item>> {
  return api.get(`/v1/inventory/${segment(productId)}`, { signal });
}

/** The present items of up to 500 products, without those that do not exist. */
export function lookUp(
  api: Api,
  productIds: readonly string[],
  signal: AbortSignal,
): Promise<Answer<{ readonly items: readonly Item[] }>> {
  return api.post('/v1/inventory-lookups', { productIds }, { signal });
}

export function listHolders(
  api: Api,
  productId: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Answer<HolderPage>> {
  const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
  return api.get(`/v1/inventory/${segment(productId)}/reservations${query}`, { signal });
}

/** The products of an order; no lines if the order is not known. */
export function getOrder(
  api: Api,
  orderId: string,
  signal: AbortSignal,
): Promise<Answer<{ readonly lines: readonly OrderLine[] }>> {
  return api.get(`/v1/orders/${segment(orderId)}/reservations`, { signal });
}

/** Movements with a greater sequence number, oldest first. */
export function listMovements(
  api: Api,
  productId: string,
  after: number,
  limit: number,
  signal: AbortSignal,
): Promise<Answer<MovementPage>> {
  const path = `/v1/inventory/${segment(productId)}/movements`;
  return api.get(`${path}?after=${after}&limit=${limit}`, { signal });
}

/** Below this available stock a product without a reorder point has a low-stock alert. */
export async function lowStockBelow(api: Api, signal: AbortSignal): Promise<number> {
  const answer = await api.get<{ below: number }>('/v1/low-stock-alerts?limit=1', { signal });
  return answer.body.below;
}
