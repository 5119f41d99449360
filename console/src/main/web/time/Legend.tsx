import { quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import { QUANTITIES, type Plot, type QuantityName } from './plot';

interface Props {
  readonly plot: Plot;
  /** The index of the moment whose quantities are shown; null for none. */
  readonly index: number | null;
  readonly hidden: ReadonlySet<QuantityName>;
  readonly onHide: (hidden: ReadonlySet<QuantityName>) => void;
}

const NAMES: Record<QuantityName, string> = {
  total: 'Total',
  available: 'Available',
  reserved: 'Reserved',
  blocked: 'Blocked',
};

/** The curves, of which each can be hidden, with their quantities at a moment. */
export function Legend({ plot, index, hidden, onHide }: Props) {
  const ms = index === null ? undefined : plot.times[index];
  const toggle = (name: QuantityName) => {
    const next = new Set(hidden);
    if (!next.delete(name)) {
      next.add(name);
    }
    onHide(next);
  };
  return (
    <fieldset class="curve-legend">
      <legend class="hidden">Curves</legend>
      {QUANTITIES.map((name) => (
        <label key={name} class={`ink ${name}`}>
          <input type="checkbox" checked={!hidden.has(name)} onChange={() => toggle(name)} />
          <svg width="24" height="8" aria-hidden="true">
            <line x1="0" y1="4" x2="24" y2="4" />
          </svg>
          <span>{NAMES[name]}</span>
          <b>{ms === undefined ? '' : quantity(plot.quantities[name][index!]!)}</b>
        </label>
      ))}
      <span class="moment quiet">{ms !== undefined && <Instant at={new Date(ms).toISOString()} />}</span>
    </fieldset>
  );
}
