import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

interface Options {
  readonly count: number;
  readonly rowPx: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly initialOffset: number;
}

const OVERSCAN_ROWS = 10;

/** The rows that are rendered: the visible ones and a few around them. */
export function useVirtualRows({ count, rowPx, scroller, initialOffset }: Options) {
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const options = {
    count,
    estimateSize: () => rowPx,
    getScrollElement: () => scroller.current,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: OVERSCAN_ROWS,
    initialOffset,
    onChange: () => render(undefined as never),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  return virtualizer;
}
