import { useFilterInAddress } from '../parts/useFilterInAddress';
import type { Command } from './command';
import { searchOf, valuesOf, type Values } from './values';

/** The values of a form. The address follows them after a pause in typing, and they follow the address. */
export function useValuesInAddress(command: Command, search: string): readonly [Values, (values: Values) => void] {
  return useFilterInAddress<Values>(
    search,
    (address) => valuesOf(command, address),
    searchOf,
    (address) => ({ page: 'try', command: command.name, search: address }),
    true,
  );
}
