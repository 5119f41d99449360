import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useStore } from '../app/store';
import { theme } from '../app/theme';
import { useMedia } from '../parts/useMedia';
import { amountLabels, amountSteps, timeLabels } from './axes';
import { DRAG_PX, listen, type Gestures } from './gestures';
import { drawMarks, INKS, type Ink } from './marks';
import { QUANTITIES, type Plot, type QuantityName } from './plot';

interface Props extends Gestures {
  readonly plot: Plot;
  readonly hidden: ReadonlySet<QuantityName>;
  /** The moment of the chosen event, and those of A and B; null for none. */
  readonly chosen: number | null;
  readonly a: number | null;
  readonly b: number | null;
  /** What a screen reader says of the picture. */
  readonly label: string;
  /** Called with the index of the moment below the pointer; null without one. */
  readonly onPoint: (index: number | null) => void;
}

const DOTS_MAX = 60;

/** The room of a time with milliseconds. */
const LABEL_PX = 100;

const DASHES: Record<QuantityName, number[]> = { total: [], available: [], reserved: [7, 4], blocked: [2, 3] };

/** The step curves of the quantities. Everything that the pointer does here, the controls below it do too. */
export function Chart(props: Props) {
  const { plot, hidden, label } = props;
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const present = useRef(props);
  present.current = props;
  const inks = useRef<Record<Ink, string> | null>(null);
  const chosenTheme = useStore(theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');

  useLayoutEffect(() => {
    const element = frame.current!;
    inks.current = inksOf(element);
    const made = new uPlot(optionsOf(element, present, inks), dataOf(present.current.plot), element);
    chart.current = made;
    const size = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: element.clientHeight }));
    size.observe(element);
    return () => {
      size.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, []);
  useEffect(() => chart.current?.setData(dataOf(plot)), [plot]);
  useEffect(() => {
    QUANTITIES.forEach((name, i) => chart.current?.setSeries(i + 1, { show: !hidden.has(name) }));
  }, [hidden]);
  useEffect(() => {
    inks.current = inksOf(frame.current!);
    chart.current?.redraw(true);
  }, [chosenTheme, isDark]);
  useEffect(() => chart.current?.redraw(false), [props.chosen, props.a, props.b]);

  return (
    <div class="curve-chart" role="img" aria-label={label} ref={frame}>
      {INKS.map((ink) => (
        <span key={ink} hidden class={`ink ${ink}`} />
      ))}
    </div>
  );
}

/** The canvas does not know the properties of the stylesheet. */
function inksOf(element: HTMLElement): Record<Ink, string> {
  const inkOf = (ink: Ink) => getComputedStyle(element.querySelector(`.ink.${ink}`)!).color;
  return Object.fromEntries(INKS.map((ink) => [ink, inkOf(ink)])) as Record<Ink, string>;
}

function dataOf(plot: Plot): uPlot.AlignedData {
  return [plot.times, ...QUANTITIES.map((name) => plot.quantities[name])] as unknown as uPlot.AlignedData;
}

interface Ref<T> {
  readonly current: T;
}

function optionsOf(element: HTMLElement, props: Ref<Props>, inks: Ref<Record<Ink, string> | null>): uPlot.Options {
  const ink = (name: Ink) => () => inks.current![name];
  const grid = { stroke: ink('grid'), width: 1 };
  const ticks = { stroke: ink('grid'), width: 1, size: 4 };
  const font = '12px system-ui, sans-serif';
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    ms: 1,
    legend: { show: false },
    // The last label of the time may reach over the edge.
    padding: [12, LABEL_PX / 2, 0, 0],
    scales: {
      x: { time: true, range: () => [...props.current.plot.edges] },
      y: { range: (_, __, max) => [0, max === null || max <= 0 ? 1 : max * 1.06] },
    },
    series: [{}, ...QUANTITIES.map((name) => seriesOf(name, ink(name), props))],
    axes: [
      {
        stroke: ink('words'),
        grid,
        ticks,
        font,
        space: LABEL_PX,
        values: (_, splits, __, ___, stepMs) => timeLabels(splits, stepMs),
      },
      {
        stroke: ink('words'),
        grid,
        ticks,
        font,
        incrs: amountSteps(),
        values: (_, splits) => amountLabels(splits),
        size: (_, values) => 20 + 7 * Math.max(0, ...(values ?? []).map((text) => text.length)),
      },
    ],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: DRAG_PX },
      points: { size: 7, fill: (self, i) => String((self.series[i]!.stroke as () => string)()) },
      bind: { dblclick: () => null },
    },
    hooks: {
      ready: [(self) => listen(self, () => props.current)],
      setCursor: [({ cursor }) => props.current.onPoint(cursor.idx ?? null)],
      draw: [(self) => drawMarks(self, props.current, inks.current!)],
    },
  };
}

function seriesOf(name: QuantityName, stroke: () => string, props: Ref<Props>): uPlot.Series {
  const events = () => props.current.plot.points.flatMap((point, i) => (point === null ? [] : i));
  return {
    stroke,
    width: name === 'available' ? 2.5 : 1.5,
    dash: DASHES[name],
    paths: uPlot.paths.stepped!({ align: 1 }),
    // A dot for each event, as long as they are apart.
    points: {
      show: (_, __, first, last) => last - first < DOTS_MAX,
      size: 5,
      filter: (_, __, isShown) => (isShown ? events() : null),
    },
  };
}
