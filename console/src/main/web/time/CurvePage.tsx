import { useEffect, useRef } from 'preact/hooks';
import type { StreamState } from '../api/changes';
import { getEventPair, stoodFrom } from '../api/curve';
import { Link } from '../app/Link';
import type { Route } from '../app/router';
import { useServices } from '../app/services';
import { FailureNote } from '../parts/FailureNote';
import { FreshnessNote } from '../parts/FreshnessNote';
import { Instant } from '../parts/Instant';
import { useFilterInAddress } from '../parts/useFilterInAddress';
import { useTitle } from '../parts/useTitle';
import { Comparison } from './Comparison';
import { between, isReversed, searchOf, stateOf, type CurveState } from './curveState';
import { CurveView } from './CurveView';
import { EventPanel } from './EventPanel';
import './time.css';
import { TIME_LIST } from './TimePage';
import { useCurve, type ReadCurve } from './useCurve';
import { useRead } from './useRead';

interface Props {
  readonly productId: string;
  readonly search: string;
}

/** The stock of a product over time, with each event, and a comparison of two instants. */
export function CurvePage({ productId, search }: Props) {
  const routeOf = (next: string): Route => ({ page: 'curve', productId, search: next });
  // The curve follows the state and not the address, which waits for a pause in scrubbing.
  const [state, setState] = useFilterInAddress(search, stateOf, searchOf, routeOf, true);
  const { view, failure, stream, retry } = useCurve(productId, state);
  const name = view?.item.name ?? productId;
  useTitle(`${name} over time`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article class="product curve">
      <nav aria-label="Back">
        <Link to={{ page: 'time', search: TIME_LIST.search }}>
          {TIME_LIST.search === '' ? 'All products over time' : 'The list over time'}
        </Link>
      </nav>
      <h1 tabIndex={-1} ref={heading} dir="auto">
        {name}
      </h1>
      <p class="identity">
        Id <bdi class="code">{productId}</bdi>
        <Link to={{ page: 'product', productId }}>Its stock now</Link>
      </p>
      {failure !== null && <FailureNote failure={failure} onRetry={retry} />}
      {isReversed(state) && (
        <p class="note warn" role="status">
          The range is reversed: it begins at <Instant at={state.from} /> and ends before that, at{' '}
          <Instant at={state.to} />. Nothing is in it.
        </p>
      )}
      {view === null && state.span === 'between' && (isReversed(state) || failure !== null) && (
        <p class="actions">
          {isReversed(state) && (
            <button type="button" onClick={() => setState(between(state, state.from, state.to))}>
              Exchange the ends
            </button>
          )}
          <button type="button" onClick={() => setState(between(state, '', ''))}>
            Show everything
          </button>
        </p>
      )}
      {view === null && failure === null && !isReversed(state) && <p role="status">Reading the curve</p>}
      {view !== null && (
        <>
          {view.curve.held && (
            <p class="note warn">
              This product is held: an event of it is missing or cannot be applied, so the curve ends with its last good
              version. The operator finds the reason in the progress of the projections.
            </p>
          )}
          <CurveExplorer productId={productId} view={view} stream={stream} state={state} onChange={setState} />
        </>
      )}
    </article>
  );
}

interface CurveExplorerProps {
  readonly productId: string;
  readonly view: ReadCurve;
  readonly stream: StreamState;
  readonly state: CurveState;
  readonly onChange: (state: CurveState) => void;
}

/** The pause of the scrubber after which an event is read. */
const CHOICE_PAUSE_MS = 120;

/** The curve with the chosen event and the comparison. */
function CurveExplorer({ productId, view, stream, state, onChange }: CurveExplorerProps) {
  const { queries } = useServices();
  const { a, b } = state;
  const event = eventOf(view, state);
  const key = event === null ? null : `${productId}/${event}`;
  const drawnAt = instantOfDrawn(view, event);
  const read = useRead(key, CHOICE_PAUSE_MS, async (signal) => {
    const pair = await getEventPair(queries, productId, event!, signal);
    return pair && { ...pair, at: drawnAt ?? (await stoodFrom(queries, productId, pair.event, signal)) };
  });
  return (
    <>
      <CurveView
        view={view}
        state={state}
        event={event}
        chosenAt={drawnAt ?? (read.key === key ? (read.value?.at ?? null) : null)}
        onChange={onChange}
      />
      <div class="status">
        <FreshnessNote freshness={view.freshness} stream={stream} />
      </div>
      {a !== '' && b !== '' && (
        <Comparison
          productId={productId}
          a={a}
          b={b}
          onZoom={() => onChange(between(state, a, b))}
          onRemove={() => onChange({ ...state, a: '', b: '' })}
        />
      )}
      {(a === '') !== (b === '') && (
        <p class="note good" role="status">
          {a === '' ? 'B' : 'A'} is marked at <Instant at={a === '' ? b : a} />. Choose another event and mark{' '}
          {a === '' ? 'A' : 'B'}, to compare them.
        </p>
      )}
      {event !== null && <EventPanel productId={productId} event={event} read={read} />}
    </>
  );
}

/** The chosen event: the last one in the range if none is chosen, so that it moves on with the curve. */
function eventOf({ curve }: ReadCurve, state: CurveState): number | null {
  return state.event ?? (curve.points.at(-1) ?? curve.before)?.sequenceNumber ?? null;
}

/** The instant from which a drawn event stands; null for another event, which is read. */
function instantOfDrawn({ curve }: ReadCurve, event: number | null): string | null {
  return [curve.before, ...curve.points].find((point) => point?.sequenceNumber === event)?.at ?? null;
}
