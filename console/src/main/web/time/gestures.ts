import type uPlot from 'uplot';

/** The receiver of what a pointer does on the curves. */
export interface Gestures {
  /** Called with the moment of a click, and the milliseconds of a pixel. */
  readonly onChoose: (ms: number, msPerPx: number) => void;
  /** Called with both ends of a period that was dragged over. */
  readonly onDrag: (fromMs: number, toMs: number, withShift: boolean) => void;
}

/** A shorter drag is a click. */
export const DRAG_PX = 5;

const NOTHING = { left: 0, top: 0, width: 0, height: 0 };

/** Follows clicks and drags with a mouse, and drags with a finger, which uPlot does not know. */
export function listen(chart: uPlot, gestures: () => Gestures): void {
  const { over } = chart;
  let withShift = false;
  over.addEventListener('pointerdown', (event) => (withShift = event.shiftKey));
  over.addEventListener('click', (event) => {
    if (chart.select.width < DRAG_PX) {
      const msPerPx = chart.posToVal(1, 'x') - chart.posToVal(0, 'x');
      gestures().onChoose(chart.posToVal(placeOf(over, event), 'x'), msPerPx);
    }
  });
  const dragged = (left: number, right: number) => {
    chart.setSelect(NOTHING, false);
    const [from, to] = [left, right].map((px) => Math.round(chart.posToVal(px, 'x'))) as [number, number];
    gestures().onDrag(from, to, withShift);
  };
  (chart.hooks.setSelect ??= []).push(({ select }) => {
    if (select.width >= DRAG_PX) {
      dragged(select.left, select.left + select.width);
    }
  });
  followFinger(chart, dragged);
}

function followFinger(chart: uPlot, dragged: (left: number, right: number) => void): void {
  const { over } = chart;
  let start: number | null = null;
  const end = () => {
    start = null;
    chart.setSelect(NOTHING, false);
  };
  over.addEventListener('pointerdown', (event) => {
    start = event.pointerType === 'touch' && event.isPrimary ? placeOf(over, event) : null;
  });
  over.addEventListener('pointermove', (event) => {
    if (start !== null) {
      const place = placeOf(over, event);
      const width = Math.abs(place - start);
      chart.setSelect({ left: Math.min(start, place), top: 0, width, height: over.clientHeight }, false);
    }
  });
  over.addEventListener('pointerup', (event) => {
    if (start !== null) {
      const [left, right] = [start, placeOf(over, event)].sort((a, b) => a - b) as [number, number];
      end();
      if (right - left >= DRAG_PX) {
        dragged(left, right);
      }
    }
  });
  over.addEventListener('pointercancel', end);
}

function placeOf(over: HTMLElement, event: MouseEvent): number {
  const { left, width } = over.getBoundingClientRect();
  return Math.min(Math.max(event.clientX - left, 0), width);
}
