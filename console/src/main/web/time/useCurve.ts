import { useEffect, useRef, useState } from 'preact/hooks';
import { ChangeStream, type StreamState } from '../api/changes';
import type { Freshness } from '../api/client';
import { getCurve, type Curve, type CurveRange } from '../api/curve';
import { failureOf, isAbort, type Failure } from '../api/failure';
import { getItem, type Item } from '../api/inventory';
import { useServices } from '../app/services';
import { useStore } from '../app/store';
import { isReversed, rangeOf, type CurveState } from './curveState';
import { GrowingCurve } from './GrowingCurve';

/** The greatest number of drawn events: about one for each pixel. */
const POINTS_MAX = 1_000;

/** A range that ends now moves on, also without events. */
const MOVE_MS = 60_000;

/** A curve with the product as it is now. */
export interface ReadCurve {
  readonly item: Item;
  readonly curve: Curve;
  readonly range: CurveRange;
  /** The time of the services when it was read, in milliseconds. */
  readonly nowMs: number;
  readonly freshness: Freshness;
}

export interface CurveReading {
  /** The last one that was read; null before the first. */
  readonly view: ReadCurve | null;
  readonly failure: Failure | null;
  readonly stream: StreamState;
  readonly retry: () => void;
}

/** Reads the curve of a product in a range that is not reversed, and reads it again as long as it can grow. */
export function useCurve(productId: string, state: CurveState): CurveReading {
  const { queries, session, clock } = useServices();
  const [view, setView] = useState<ReadCurve | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const reading = useRef<GrowingCurve | null>(null);
  const [stream] = useState(
    () =>
      new ChangeStream(queries, session, {
        changed: ([item]) => {
          if (item !== undefined && reading.current?.changed(item) === false) {
            setView((before) => (before === null ? null : { ...before, item }));
          }
        },
        unknown: () => reading.current?.request(),
      }),
  );

  useEffect(() => {
    setFailure(null);
    if (isReversed(state)) {
      setView(null);
      return undefined;
    }
    const abort = new AbortController();
    const { signal } = abort;
    const read = async () => {
      try {
        const nowMs = await clock.nowMs(signal);
        const range = rangeOf(state, nowMs);
        const [item, answer] = await Promise.all([
          getItem(queries, productId, signal),
          getCurve(queries, productId, range, POINTS_MAX, signal),
        ]);
        const next = { item: item.body, curve: answer.body, range, nowMs, freshness: answer.freshness };
        setView(next);
        setFailure(null);
        return next;
      } catch (error) {
        if (!isAbort(error)) {
          setFailure(failureOf(error));
        }
        return null;
      }
    };
    const growing = new GrowingCurve(view?.item.productId === productId ? view.item : null, read);
    reading.current = growing;
    growing.request();
    const timer = state.span === 'between' || state.span === 'all' ? 0 : setInterval(() => growing.request(), MOVE_MS);
    return () => {
      clearInterval(timer);
      growing.close();
      abort.abort();
    };
  }, [queries, productId, state.span, state.from, state.to]);

  useEffect(() => {
    stream.watch([productId]);
    return () => stream.close();
  }, [stream, productId]);

  return { view, failure, stream: useStore(stream.state), retry: () => reading.current?.request() };
}
