import type { Movement } from '../api/inventory';
import { quantity } from '../format/format';

/** A fact of a movement: its name, and its value, which may be an id with letters of any script. */
export interface MovementFact {
  readonly name: string;
  readonly value: string;
}

/** The quantity that an event states; empty if it states none. */
export function movedQuantity(movement: Movement): string {
  if (movement.oldQuantity !== undefined && movement.newQuantity !== undefined) {
    return `${quantity(movement.oldQuantity)} → ${quantity(movement.newQuantity)}`;
  }
  const moved = movement.quantity ?? movement.initialQuantity;
  return moved === undefined ? '' : quantity(moved);
}

/** What else the event states about its cause. */
export function movementFacts(movement: Movement): readonly MovementFact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['order', movement.orderId],
    ['to order', movement.toOrderId],
    ['warehouse', movement.warehouseId],
    ['from', movement.fromWarehouseId],
    ['to', movement.toWarehouseId],
    ['reference', movement.reference],
    ['reason', movement.reason],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : { name, value }));
}
