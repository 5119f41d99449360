import { useMemo, useState } from 'preact/hooks';
import { instant, quantity } from '../format/format';
import { Chart } from './Chart';
import { between, compared, instantOf, zoomed, type CurveState } from './curveState';
import { Legend } from './Legend';
import { eventAt, indexAt, plotOf, sampleText, summaryText, type QuantityName } from './plot';
import { RangeChooser } from './RangeChooser';
import { Scrubber } from './Scrubber';
import type { ReadCurve } from './useCurve';

interface Props {
  readonly view: ReadCurve;
  readonly state: CurveState;
  /** The sequence number of the chosen event; null without any. */
  readonly event: number | null;
  /** The instant of this event; null if it is not known yet. */
  readonly chosenAt: string | null;
  readonly onChange: (state: CurveState) => void;
}

/** The chart with its controls. */
export function CurveView({ view, state, event, chosenAt, onChange }: Props) {
  const { curve, range, item, nowMs } = view;
  const [hidden, setHidden] = useState<ReadonlySet<QuantityName>>(new Set());
  const [pointed, setPointed] = useState<number | null>(null);
  const isToNow = state.span === '24h' || state.span === '7d';
  const plot = useMemo(() => plotOf(curve, range, isToNow, nowMs), [view]);
  const chosen = msOf(chosenAt ?? '');
  const choose = (next: number | null) => {
    if (next !== null) {
      onChange({ ...state, event: next });
    }
  };
  const mark = (name: 'a' | 'b') => {
    if (chosenAt !== null) {
      const marked = { ...state, [name]: chosenAt };
      onChange(compared(marked, marked.a, marked.b));
    }
  };
  const zoom = (factor: number) => {
    const first = curve.before === undefined ? msOf(curve.points[0]?.at ?? '') : null;
    const bounds = { first, nowMs };
    const [from, to] = zoomed(plot.edges, chosen ?? plot.edges[1], factor, bounds);
    onChange(between(state, instantOf(from), instantOf(to)));
  };
  const drag = (fromMs: number, toMs: number, withShift: boolean) => {
    const [from, to] = [instantOf(fromMs), instantOf(toMs)];
    onChange(withShift ? between(state, from, to) : compared(state, from, to));
  };
  const legendIndex = pointed ?? (chosen === null ? null : Math.max(0, indexAt(plot.times, chosen)));
  return (
    <>
      <RangeChooser state={state} onChange={onChange} onZoom={zoom} />
      <div class="curve-frame">
        <Legend plot={plot} index={legendIndex} hidden={hidden} onHide={setHidden} />
        <Chart
          plot={plot}
          hidden={hidden}
          chosen={chosen}
          a={msOf(state.a)}
          b={msOf(state.b)}
          label={`The stock of ${item.name} over time, ${summaryText(plot, quantity, instant)}`}
          onChoose={(ms, msPerPx) => choose(eventAt(plot, curve.before, ms, msPerPx))}
          onDrag={drag}
          onPoint={setPointed}
        />
        <Scrubber curve={curve} event={event} version={item.version} onChoose={choose} onMark={mark} />
      </div>
      {curve.movements === 0 && curve.before === undefined && (
        <p class="note warn">The product was not registered yet in this range.</p>
      )}
      <p class="quiet">
        {curve.movements === 1 ? '1 event' : `${quantity(curve.movements)} events`} in this range.{' '}
        <strong>{sampleText(curve, quantity)}</strong> Choose an event with a click or the slider. Drag over the curve
        to compare two instants, or with the shift key to zoom.
      </p>
    </>
  );
}

function msOf(instant: string): number | null {
  return instant === '' ? null : Date.parse(instant);
}
