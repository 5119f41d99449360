import { change } from '../format/format';
import type { ComparedFact } from './comparison';

interface Props {
  readonly facts: readonly ComparedFact[];
  /** The heads of the three columns beside the names. */
  readonly heads: readonly [string, string, string];
}

/** Facts of a product at two moments, with the difference. */
export function ComparisonTable({ facts, heads }: Props) {
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
        {facts.map(({ label, before, after, change: difference }) => (
          <tr key={label} class={before === after ? undefined : 'changed'}>
            <th scope="row">
              <bdi>{label}</bdi>
            </th>
            <Value text={before} />
            <Value text={after} />
            <td class="amount change">{difference === null || difference === 0 ? '' : change(difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value of a table; a quantity of nothing is grey. */
function Value({ text }: { readonly text: string }) {
  return (
    <td class="amount">
      <bdi class={text === '0' ? 'number zero' : undefined}>{text}</bdi>
    </td>
  );
}
