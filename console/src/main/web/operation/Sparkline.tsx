import { points, type Reading } from './readings';

const WIDTH = 120;
const HEIGHT = 24;

/** With room for half of the line's width. */
const BOX = `-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`;

interface Props {
  readonly readings: readonly Reading[];
  /** The value at the upper edge if no reading is greater, so that small changes look small. */
  readonly least: number;
}

/** The readings of the last minute as a line. The present value is beside it as text. */
export function Sparkline({ readings, least }: Props) {
  return (
    <svg class="sparkline" viewBox={BOX} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line x1="0" y1={HEIGHT} x2={WIDTH} y2={HEIGHT} />
      <polyline points={points(readings, WIDTH, HEIGHT, least)} />
    </svg>
  );
}
