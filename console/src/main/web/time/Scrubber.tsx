import type { Curve } from '../api/curve';
import { instant, quantity } from '../format/format';
import { indexOfEvent, valueText } from './plot';

interface Props {
  readonly curve: Curve;
  /** The sequence number of the chosen event; null without any. */
  readonly event: number | null;
  /** The number of events of the product. */
  readonly version: number;
  readonly onChoose: (event: number) => void;
  readonly onMark: (mark: 'a' | 'b') => void;
}

/** Moves along the drawn events, and marks two of them for a comparison. The keys A and B mark too. */
export function Scrubber({ curve, event, version, onChoose, onMark }: Props) {
  const { points } = curve;
  const index = event === null ? 0 : indexOfEvent(points, event);
  const onKeyDown = (press: KeyboardEvent) => {
    const key = press.key.toLowerCase();
    if ((key === 'a' || key === 'b') && !press.ctrlKey && !press.metaKey && !press.altKey) {
      press.preventDefault();
      onMark(key);
    }
  };
  return (
    <div class="scrubber">
      <button
        type="button"
        aria-label="Event before"
        disabled={event === null || event <= 1}
        onClick={() => onChoose(event! - 1)}
      >
        ‹
      </button>
      <input
        type="range"
        aria-label="Event of the curve. The keys A and B mark it"
        min={0}
        max={Math.max(0, points.length - 1)}
        step={1}
        value={index}
        disabled={points.length === 0}
        aria-valuetext={valueText(curve, event, version, quantity, instant)}
        onInput={(change) => {
          const chosen = points[Number(change.currentTarget.value)];
          if (chosen !== undefined) {
            onChoose(chosen.sequenceNumber);
          }
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        aria-label="Event after"
        disabled={event === null || event >= version}
        onClick={() => onChoose(event! + 1)}
      >
        ›
      </button>
      {(['a', 'b'] as const).map((mark) => (
        <button
          key={mark}
          type="button"
          title="Marks the chosen event for a comparison"
          disabled={event === null}
          onClick={() => onMark(mark)}
        >
          Mark {mark.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
