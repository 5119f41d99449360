import type { StockState } from '../api/curve';
import { change } from '../format/format';
import { Quantity } from '../parts/Quantity';
import { compare } from './comparison';

interface Props {
  readonly one: StockState | null;
  readonly other: StockState | null;
  /** The heads of the three columns of quantities. */
  readonly heads: readonly [string, string, string];
}

/** The quantities of a product at two moments, with the difference. */
export function QuantityTable({ one, other, heads }: Props) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Quantity</th>
          {heads.map((head) => (
            <th key={head} scope="col" class="amount">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {compare(one, other).map(({ name, warehouseId, one: first, other: second, difference }) => (
          <tr key={`${warehouseId ?? ''}/${name}`}>
            <th scope="row">
              {warehouseId === undefined ? name : <bdi>{warehouseId}</bdi>}
              {warehouseId !== undefined && <span class="quiet">, {name}</span>}
            </th>
            <Amount value={first} />
            <Amount value={second} />
            <td class="amount change">{difference === 0 ? '' : change(difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Amount({ value }: { readonly value: number | null }) {
  return <td class="amount">{value === null ? '–' : <Quantity value={value} />}</td>;
}
