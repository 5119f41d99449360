export type FieldKind =
  | 'product'
  | 'order'
  | 'warehouse'
  | 'id'
  | 'text'
  /** A whole number from 1. */
  | 'quantity'
  /** A whole number from 0. */
  | 'level'
  | 'seconds'
  | 'flag'
  | 'choice';

/** A field of a form. */
export interface Field {
  /** Its name in the body, in the path and in the address of the page. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly isOptional?: boolean;
  readonly hint?: string;
  /** The values of a choice; the first one is the default, which is not sent. */
  readonly choices?: readonly string[];
  /** A switch that sends null instead of a value: its name in the address, and its label. */
  readonly none?: { readonly name: string; readonly label: string };
  /** An empty input sends null: the API demands the field. */
  readonly isNullable?: boolean;
}

export type Method = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** A command: its call, and the fields of its form. */
export interface Command {
  /** Its name in bulk requests, such as `receive-stock`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly method: Method;
  /** The path of the call; names in braces are fields. */
  readonly path: string;
  readonly fields: readonly Field[];
  /** The fields of each line, for a command with lines. */
  readonly lines?: readonly Field[];
  /** Whether the command may be sent without lines. */
  readonly areLinesOptional?: boolean;
  /** Names a list of ids, one per line, which is a field of the body; empty is not sent. */
  readonly productIds?: string;
  /** The effect that a reader must not overlook, for a command that is not easily undone. */
  readonly danger?: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

export const LINES_MAX = 2_000;

/** Whether the command is for one product, which has a version, and not for an order. */
export function isOfProduct(command: Command): boolean {
  return command.path.startsWith('/v1/products');
}
