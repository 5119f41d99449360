import type { ProblemError } from '../api/failure';

/** The faults that a refusal names, by their field. */
export function fieldFaults(refusal: ProblemError | null): ReadonlyMap<string, string> {
  if (refusal === null) {
    return new Map();
  }
  const { errors, detail } = refusal.problem;
  if (errors !== undefined) {
    return new Map(errors.map(({ field, message }) => [withoutIndexOfId(field), message] as const).toReversed());
  }
  const field: unknown = Object(refusal.problem)['field'];
  // The detail begins with the name of the field.
  return typeof field === 'string' ? new Map([[field, (detail ?? '').replace(`${field}: `, '')]]) : new Map();
}

/** An id in a list has no input of its own: `productIds[3]` is a fault of `productIds`. */
function withoutIndexOfId(field: string): string {
  return field.replace(/^(\w+)\[\d+\]$/, '$1');
}

/** A member of a problem document beside the usual ones. */
export type Member =
  | { readonly name: string; readonly kind: 'value'; readonly value: string | number }
  | {
      readonly name: string;
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly Readonly<Record<string, unknown>>[];
    };

const USUAL = new Set(['type', 'title', 'status', 'detail', 'instance', 'errors', 'field']);

/** The members of a problem beside the usual ones, such as all short lines of an order. */
export function membersOf(problem: object): Member[] {
  return Object.entries(problem).flatMap(([name, value]: [string, unknown]): Member[] => {
    if (USUAL.has(name)) {
      return [];
    }
    if (typeof value === 'string' || typeof value === 'number') {
      return [{ name, kind: 'value', value }];
    }
    if (Array.isArray(value) && value.length > 0) {
      const rows = value.map((row: unknown) => Object(row) as Record<string, unknown>);
      return [{ name, kind: 'rows', columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows }];
    }
    return [];
  });
}

/** The name of a member in words: `warehouseId` is "Warehouse". */
export function memberLabel(name: string): string {
  const words = name
    .replace(/Id$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
