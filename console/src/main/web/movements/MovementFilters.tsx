import { useState } from 'preact/hooks';
import { eventName } from '../format/format';
import { fieldOfInstant, instantOfField } from '../parts/instantField';
import { PHONE, useMedia } from '../parts/useMedia';
import { EVENT_TYPES, isNarrowed, type MovementFilter } from './filter';

interface Props {
  readonly filter: MovementFilter;
  readonly onChange: (filter: MovementFilter) => void;
}

const IDS = [
  ['productId', 'Product'],
  ['orderId', 'Order'],
  ['warehouseId', 'Warehouse'],
] as const;

const PERIOD = [
  ['from', 'From'],
  ['to', 'To'],
] as const;

/** The filters of the list; a phone shows them on demand. */
export function MovementFilters({ filter, onChange }: Props) {
  const isPhone = useMedia(PHONE);
  const [isOpen, setOpen] = useState(() => isNarrowed(filter));
  const set = (part: Partial<MovementFilter>) => onChange({ ...filter, ...part });
  return (
    <form class="filters" role="search" aria-label="Movements" onSubmit={(event) => event.preventDefault()}>
      {isPhone && (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Filters
        </button>
      )}
      {(!isPhone || isOpen) && (
        <>
          {IDS.map(([name, title]) => (
            <label key={name}>
              <span>{title}</span>
              <input
                type="search"
                dir="auto"
                placeholder="Any id"
                autocapitalize="off"
                spellcheck={false}
                value={filter[name]}
                onInput={(event) => set({ [name]: event.currentTarget.value })}
              />
            </label>
          ))}
          <label>
            <span>Event</span>
            <select value={filter.type} onChange={(event) => set({ type: event.currentTarget.value })}>
              <option value="">Any</option>
              {EVENT_TYPES.map((type) => (
                <option key={type} value={type}>
                  {eventName(type)}
                </option>
              ))}
            </select>
          </label>
          {PERIOD.map(([name, title]) => (
            <label key={name} class="instant">
              <span>{title}</span>
              <input
                type="datetime-local"
                step={1}
                value={fieldOfInstant(filter[name])}
                title="In the time zone of this browser"
                onChange={(event) => set({ [name]: instantOfField(event.currentTarget.value, name === 'to') })}
              />
            </label>
          ))}
          <label>
            <span>Order of the list</span>
            <select
              value={filter.order}
              onChange={(event) => set({ order: event.currentTarget.value as MovementFilter['order'] })}
            >
              <option value="newest">Newest first</option>
              <option value="oldest">Oldest first</option>
            </select>
          </label>
        </>
      )}
    </form>
  );
}
