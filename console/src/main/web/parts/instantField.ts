/**
 * The instant of a field for date and time, which has the time zone of the browser and whole seconds;
 * empty if the field is empty.
 *
 * @param isEnd whether the whole second belongs to the period
 */
export function instantOfField(text: string, isEnd: boolean): string {
  const date = new Date(text);
  if (text === '' || Number.isNaN(date.getTime())) {
    return '';
  }
  return date.toISOString().replace('.000Z', isEnd ? '.999999Z' : 'Z');
}

/** The text of a field for date and time. */
export function fieldOfInstant(instant: string): string {
  const date = new Date(instant);
  if (instant === '' || Number.isNaN(date.getTime())) {
    return '';
  }
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The instant in UTC of an address; an empty text if the address has no valid instant. */
export function instantOr(text: string | null): string {
  return text !== null && /^[0-9]{4}-[0-9-]{5}T[0-9:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
