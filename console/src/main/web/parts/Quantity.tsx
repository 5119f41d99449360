import { quantity } from '../format/format';

/** A quantity; nothing is grey, so that what matters is seen. */
export function Quantity({ value }: { readonly value: number }) {
  return <span class={value === 0 ? 'number zero' : 'number'}>{quantity(value)}</span>;
}
