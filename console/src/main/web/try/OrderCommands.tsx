import type { OrderLine } from '../api/inventory';
import { TryLinks } from './TryLinks';
import type { Inputs } from './values';

interface Props {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

/** Links to the commands on an order; the forms have the lines on which each command is possible. */
export function OrderCommands({ orderId, lines }: Props) {
  const open = lines.filter(({ reserved }) => reserved > 0).map((line) => inputsOf(line, line.reserved));
  const shipped = lines
    .filter((line) => line.shipped > line.returned)
    .map((line) => inputsOf(line, line.shipped - line.returned));
  const subject = 'of this order';
  return (
    <span class="try-links">
      <TryLinks commands={ADDING} values={{ orderId }} subject={subject} />
      {open.length > 0 && <TryLinks commands={OPEN} values={{ orderId }} lines={open} subject={subject} />}
      {shipped.length > 0 && <TryLinks commands={SHIPPED} values={{ orderId }} lines={shipped} subject={subject} />}
    </span>
  );
}

const ADDING = [['reserve-order', 'Reserve more']] as const;
const OPEN = [
  ['ship-order', 'Ship'],
  ['change-order', 'Change'],
  ['reassign-order', 'Reassign'],
  ['cancel-order', 'Cancel'],
] as const;
const SHIPPED = [['return-order', 'Return']] as const;

function inputsOf({ productId, warehouseId }: OrderLine, quantity: number): Inputs {
  return { productId, quantity: String(quantity), ...(warehouseId === undefined ? {} : { warehouseId }) };
}
