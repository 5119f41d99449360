import type uPlot from 'uplot';

/** The colours of the chart, which the stylesheet defines by these names. */
export const INKS = ['total', 'available', 'reserved', 'blocked', 'grid', 'words', 'mark', 'band', 'page'] as const;
export type Ink = (typeof INKS)[number];

interface Marks {
  readonly chosen: number | null;
  readonly a: number | null;
  readonly b: number | null;
}

/** Draws the chosen event and both instants that are compared, with the period between them. */
export function drawMarks(chart: uPlot, { chosen, a, b }: Marks, inks: Record<Ink, string>): void {
  const { ctx, bbox } = chart;
  const placeOf = (ms: number) => chart.valToPos(ms, 'x', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (a !== null && b !== null) {
    ctx.globalAlpha = 0.14;
    ctx.fillStyle = inks.band;
    ctx.fillRect(placeOf(a), bbox.top, placeOf(b) - placeOf(a), bbox.height);
    ctx.globalAlpha = 1;
  }
  if (chosen !== null) {
    line(ctx, placeOf(chosen), bbox, inks.words, []);
  }
  for (const [name, ms] of [
    ['A', a],
    ['B', b],
  ] as const) {
    if (ms !== null) {
      line(ctx, placeOf(ms), bbox, inks.mark, [6, 4]);
      flag(ctx, name, placeOf(ms), bbox, inks);
    }
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x: number, bbox: uPlot.BBox, ink: string, dash: number[]): void {
  const ratio = window.devicePixelRatio;
  ctx.beginPath();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash(dash.map((part) => part * ratio));
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}

function flag(
  ctx: CanvasRenderingContext2D,
  name: string,
  x: number,
  bbox: uPlot.BBox,
  inks: Record<Ink, string>,
): void {
  const size = 18 * window.devicePixelRatio;
  // At an edge the flag stays within the chart.
  const left = Math.min(Math.max(x - size / 2, bbox.left), bbox.left + bbox.width - size);
  ctx.fillStyle = inks.mark;
  ctx.fillRect(left, bbox.top, size, size);
  ctx.fillStyle = inks.page;
  ctx.font = `bold ${size * 0.7}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(name, left + size / 2, bbox.top + size / 2);
}
