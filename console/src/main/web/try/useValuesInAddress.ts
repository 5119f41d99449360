import { useFilterInAddress } from '../parts/useFilterInAddress';
import type { Command } from './command';
import { searchOf, valuesOf, type Values } from './values';

/** The values of a form, which the address of the page contains after a pause in typing; they follow it, too. */
export function useValuesInAddress(command: Command, search: string): readonly [Values, (values: Values) => void] {
  return useFilterInAddress<Values>(
    search,
    (address) => valuesOf(command, address),
    searchOf,
    (address) => ({ page: 'try', command: command.name, search: address }),
    true,
  );
}
