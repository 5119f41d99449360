import { useEffect, useState } from 'preact/hooks';
import { router } from '../app/router';
import type { Command } from './command';
import { searchOf, valuesOf, type Values } from './values';

/** A pause in typing after which the address changes. */
const TYPING_PAUSE_MS = 200;

/** The values of a form, which the address of the page contains; they follow it, and it follows them. */
export function useValuesInAddress(command: Command, search: string): readonly [Values, (values: Values) => void] {
  const [values, setValues] = useState(() => valuesOf(command, search));
  const present = searchOf(valuesOf(command, search));
  useEffect(() => {
    if (present !== searchOf(values)) {
      setValues(valuesOf(command, search));
    }
  }, [present]);
  useEffect(() => {
    const next = searchOf(values);
    if (next === present) {
      return undefined;
    }
    const timer = setTimeout(
      () => router.replace({ page: 'try', command: command.name, search: next }),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [values]);
  return [values, setValues];
}
