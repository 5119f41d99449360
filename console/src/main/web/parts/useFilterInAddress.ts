import { useEffect, useState } from 'preact/hooks';
import { router } from '../app/router';

/** A pause in typing after which the address changes, and with it the list. */
const TYPING_PAUSE_MS = 200;

/**
 * The filters of a page, which its address contains: the address follows the filters after a pause
 * in typing, and the filters follow the address.
 *
 * @param search the search part of the present address
 */
export function useFilterInAddress<F>(
  search: string,
  filterOf: (search: string) => F,
  searchOf: (filter: F) => string,
  page: 'stock' | 'movements',
): readonly [F, (filter: F) => void] {
  const [filter, setFilter] = useState(() => filterOf(search));
  useEffect(() => {
    if (searchOf(filterOf(search)) !== searchOf(filter)) {
      setFilter(() => filterOf(search));
    }
  }, [search]);
  useEffect(() => {
    const next = searchOf(filter);
    if (next === searchOf(filterOf(search))) {
      return undefined;
    }
    const timer = setTimeout(() => router.replace({ page, search: next }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filter]);
  return [filter, (next) => setFilter(() => next)];
}
