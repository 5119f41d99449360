import type { Field } from './command';

/** The fields that several commands have. */

export const PRODUCT: Field = { name: 'productId', label: 'Product', kind: 'product' };
export const ORDER: Field = { name: 'orderId', label: 'Order', kind: 'order' };
export const WAREHOUSE: Field = { name: 'warehouseId', label: 'Warehouse', kind: 'warehouse' };
export const QUANTITY: Field = { name: 'quantity', label: 'Quantity', kind: 'quantity' };
export const REASON: Field = {
  name: 'reason',
  label: 'Reason',
  kind: 'text',
  hint: 'Is recorded with the event, 1 to 500 characters.',
};
export const REFERENCE: Field = {
  name: 'reference',
  label: 'Reference',
  kind: 'id',
  hint: 'The document, such as delivery-4711.',
};
export const BLOCKED: Field = {
  name: 'blocked',
  label: 'Blocked: on hand and not for sale',
  kind: 'flag',
  isOptional: true,
};
export const BOUND: Field = {
  name: 'warehouseId',
  label: 'Only from warehouse',
  kind: 'warehouse',
  isOptional: true,
  hint: 'Empty reserves from anywhere.',
};
export const NEW_BOUND: Field = {
  name: 'warehouseId',
  label: 'Only from warehouse',
  kind: 'warehouse',
  isOptional: true,
  none: { name: 'anywhere', label: 'From anywhere from now on' },
};
export const LIFETIME: Field = {
  name: 'expiresInSeconds',
  label: 'Ends after (seconds)',
  kind: 'seconds',
  isOptional: true,
  hint: '1 to 2592000, which is 30 days; empty for no end.',
};
export const NEW_LIFETIME: Field = {
  name: 'expiresInSeconds',
  label: 'Ends after (seconds)',
  kind: 'seconds',
  isOptional: true,
  hint: 'From now, 1 to 2592000; empty leaves the end as it is.',
  none: { name: 'noEnd', label: 'No end from now on' },
};
export const POLICY: Field = {
  name: 'policy',
  label: 'If stock is short',
  kind: 'choice',
  isOptional: true,
  choices: ['all-or-nothing', 'partial'],
  hint: 'partial takes the quantity that is available.',
};
export const BEYOND: Field = {
  name: 'beyondReservation',
  label: 'Take the part beyond the reservation from available stock',
  kind: 'flag',
  isOptional: true,
};
export const NAME: Field = { name: 'name', label: 'Name', kind: 'text' };
export const SKU: Field = { name: 'sku', label: 'Sku', kind: 'id' };
