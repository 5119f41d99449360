/** How the console writes numbers, instants and durations: by the language of the browser. */

const NUMBER = new Intl.NumberFormat();
const INSTANT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const TENTHS = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** A quantity, which is a whole number up to 2^53-1. */
export function quantity(value: number): string {
  return NUMBER.format(value);
}

/** A change of a quantity, with its sign. */
export function change(value: number): string {
  return value > 0 ? `+${NUMBER.format(value)}` : NUMBER.format(value);
}

/** An instant of the API, in the time zone of the browser. */
export function instant(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : INSTANT.format(date);
}

/** The time of a day. */
export function time(date: Date): string {
  return TIME.format(date);
}

/** A duration in milliseconds, in the unit in which it is read most easily. */
export function duration(ms: number): string {
  if (ms < 1_000) {
    return `${NUMBER.format(Math.round(ms))} ms`;
  }
  if (ms < 60_000) {
    return `${TENTHS.format(ms / 1_000)} s`;
  }
  if (ms < 3_600_000) {
    return `${TENTHS.format(ms / 60_000)} min`;
  }
  return `${TENTHS.format(ms / 3_600_000)} h`;
}

/** A text as a sentence: with a full stop, unless it has an end of its own. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The name of an event type in words: `StockReserved` is "Stock reserved". */
export function eventName(type: string): string {
  const words = type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The size of a file, in the unit in which it is read most easily. */
export function bytes(count: number): string {
  if (count < 1_000) {
    return `${NUMBER.format(count)} B`;
  }
  return count < 1_000_000 ? `${TENTHS.format(count / 1_000)} kB` : `${TENTHS.format(count / 1_000_000)} MB`;
}
