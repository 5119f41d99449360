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

/** What else an event states about its cause, without orders, warehouses and instants. */
export function movementReasons(movement: Movement): readonly MovementFact[] {
  return facts([
    ['reference', movement.reference],
    ['reason', movement.reason],
    ['name', movement.name],
    ['sku', movement.sku],
    ['safety stock', number(movement.safetyStock)],
    ['backorder limit', number(movement.backorderLimit)],
    ['reorder point', number(movement.reorderPoint)],
    ['stock', movement.blocked === true ? 'blocked' : undefined],
  ]);
}

/** The warehouses of an event, and its reasons. */
export function movementFacts(movement: Movement): readonly MovementFact[] {
  const warehouses = facts([
    ['warehouse', movement.warehouseId],
    ['from', movement.fromWarehouseId],
    ['to', movement.toWarehouseId],
  ]);
  return [...warehouses, ...movementReasons(movement)];
}

function number(value: number | null | undefined): string | undefined {
  return value === undefined || value === null ? undefined : quantity(value);
}

function facts(all: readonly (readonly [string, string | undefined])[]): readonly MovementFact[] {
  return all.flatMap(([name, value]) => (value === undefined ? [] : { name, value }));
}
