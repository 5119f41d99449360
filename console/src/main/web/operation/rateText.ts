import { duration } from '../format/format';

const RATE = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

/** A rate with three digits; null if it is not known yet. */
export function rateText(rate: number | null): string | null {
  return rate === null ? null : RATE.format(rate);
}

/** A time in seconds; null if it is not known. */
export function secondsText(seconds: number | null): string | null {
  return seconds === null || Number.isNaN(seconds) ? null : duration(seconds * 1_000);
}
