import { useEffect, useRef, useState } from 'preact/hooks';
import { router, type Route } from '../app/router';

/** A pause in typing after which a list is given up that is still being read. */
const TYPING_PAUSE_MS = 200;

/**
 * The filters of a page, which its address contains: the address follows the filters, and the
 * filters follow the address. With each change of the address a list is read. If the filters change
 * while the first rows of two lists are being read, the address waits for one of them, or for a pause
 * in typing: somebody who types causes two reads at a time, however slow they are.
 *
 * @param search the search part of the present address
 * @param routeOf the page with another search part
 * @param isBusy whether the next list should wait; always true for a page whose address only has to
 *     follow after a pause
 */
export function useFilterInAddress<F>(
  search: string,
  filterOf: (search: string) => F,
  searchOf: (filter: F) => string,
  routeOf: (search: string) => Route,
  isBusy: boolean,
): readonly [F, (filter: F) => void] {
  const [filter, setFilter] = useState(() => filterOf(search));
  /** The newest filters, if they are not in the address yet. */
  const changed = useRef<F | null>(null);
  /** The address that was written here last. */
  const written = useRef<string | null>(null);
  useEffect(() => {
    const isOwn = search === written.current;
    written.current = null;
    if (!isOwn) {
      changed.current = null;
      if (searchOf(filterOf(search)) !== searchOf(filter)) {
        setFilter(() => filterOf(search));
      }
    }
  }, [search]);
  useEffect(() => {
    const next = searchOf(filter);
    if (changed.current !== filter || next === searchOf(filterOf(search))) {
      return undefined;
    }
    const write = () => {
      changed.current = null;
      written.current = next;
      router.replace(routeOf(next));
    };
    if (!isBusy) {
      write();
      return undefined;
    }
    const timer = setTimeout(write, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filter, isBusy]);
  const change = (next: F) => {
    changed.current = next;
    setFilter(() => next);
  };
  return [filter, change];
}
