import { useEffect, useRef, useState } from 'preact/hooks';
import { router, type Route } from '../app/router';

/** A pause in typing after which the address changes, and with it the list. */
const TYPING_PAUSE_MS = 200;

/**
 * The filters of a page, which its address contains: the address follows the filters after a pause
 * in typing, and the filters follow the address.
 *
 * @param search the search part of the present address
 * @param routeOf the page with another search part
 */
export function useFilterInAddress<F>(
  search: string,
  filterOf: (search: string) => F,
  searchOf: (filter: F) => string,
  routeOf: (search: string) => Route,
): readonly [F, (filter: F) => void] {
  const [filter, setFilter] = useState(() => filterOf(search));
  /** The address that was written here last; the filters may have changed since. */
  const written = useRef<string | null>(null);
  useEffect(() => {
    const isOwn = search === written.current;
    written.current = null;
    if (!isOwn && searchOf(filterOf(search)) !== searchOf(filter)) {
      setFilter(() => filterOf(search));
    }
  }, [search]);
  useEffect(() => {
    const next = searchOf(filter);
    if (next === searchOf(filterOf(search))) {
      return undefined;
    }
    const timer = setTimeout(() => {
      written.current = next;
      router.replace(routeOf(next));
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filter]);
  return [filter, (next) => setFilter(() => next)];
}
