/** The labels of the axes, by the language and in the time zone of the browser. */

const DAY_MS = 86_400_000;
const AMOUNT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 3 });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const YEAR = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short' });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const SECOND = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const FRACTION = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** The greatest quantity is 2^53-1. */
const AMOUNT_DIGITS = 16;

/** The distances that two labels of quantities may have: whole numbers. */
export function amountSteps(): number[] {
  const powers = Array.from({ length: AMOUNT_DIGITS }, (_, exponent) => 10 ** exponent);
  return powers.flatMap((power) => [power, 2 * power, 5 * power]);
}

export function amountLabels(amounts: readonly number[]): string[] {
  return amounts.map((amount) => AMOUNT.format(amount));
}

/** @param stepMs the distance of two labels */
export function timeLabels(moments: readonly number[], stepMs: number): string[] {
  let shown = '';
  return moments.map((ms) => {
    if (stepMs >= DAY_MS) {
      return (stepMs >= 28 * DAY_MS ? YEAR : DATE).format(ms);
    }
    const time = (stepMs >= 60_000 ? MINUTE : stepMs >= 1_000 ? SECOND : FRACTION).format(ms);
    const day = DATE.format(ms);
    const isNewDay = day !== shown;
    shown = day;
    // The second line has the day where it begins.
    return isNewDay ? `${time}\n${day}` : time;
  });
}
