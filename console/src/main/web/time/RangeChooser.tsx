import { fieldOfInstant, instantOfField } from '../parts/instantField';
import { between, SPANS, type CurveState, type Span } from './curveState';

interface Props {
  readonly state: CurveState;
  readonly onChange: (state: CurveState) => void;
  /** Zooms around the chosen event: below 1 nearer, above 1 farther. */
  readonly onZoom: (factor: number) => void;
}

const NAMES: Record<Exclude<Span, 'between'>, string> = { all: 'All', '7d': '7 days', '24h': '24 hours' };

/** The range of the curve. */
export function RangeChooser({ state, onChange, onZoom }: Props) {
  return (
    <form class="curve-range" aria-label="Range" onSubmit={(event) => event.preventDefault()}>
      <div class="choices" role="group" aria-label="Range until now">
        {SPANS.map((span) => (
          <button
            key={span}
            type="button"
            aria-pressed={state.span === span}
            onClick={() => onChange({ ...state, span, from: '', to: '' })}
          >
            {NAMES[span as keyof typeof NAMES]}
          </button>
        ))}
      </div>
      <div class="choices" role="group" aria-label="Zoom around the chosen event">
        <button type="button" title="Half of the range, around the chosen event" onClick={() => onZoom(0.5)}>
          Zoom in
        </button>
        <button type="button" title="Twice the range" onClick={() => onZoom(2)}>
          Zoom out
        </button>
      </div>
      <InstantField
        title="From"
        value={state.from}
        onChange={(text) => onChange(between(state, instantOfField(text, false), state.to))}
      />
      <InstantField
        title="To"
        value={state.to}
        onChange={(text) => onChange(between(state, state.from, instantOfField(text, true)))}
      />
    </form>
  );
}

interface FieldProps {
  readonly title: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A field for date and time in the time zone of the browser. */
export function InstantField({ title, value, onChange }: FieldProps) {
  return (
    <label class="field">
      <span>{title}</span>
      <input
        type="datetime-local"
        step={1}
        value={fieldOfInstant(value)}
        title="In the time zone of this browser"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
