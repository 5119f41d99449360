import { describe, expect, it } from 'vitest';
import { bytes, change, duration, eventName, instant, quantity, sentence } from '../../main/web/format/format';

describe('a quantity', () => {
  it('is exact up to 2^53-1', () => {
    expect(quantity(9007199254740991).replace(/\D/g, '')).toBe('9007199254740991');
    expect(quantity(0)).toBe('0');
  });

  it('has a sign if it is a change', () => {
    expect(change(3)).toBe('+3');
    expect(change(-3)).toBe('-3');
    expect(change(0)).toBe('0');
  });
});

describe('an instant', () => {
  it('of a text that is not an instant is shown as it came', () => {
    expect(instant('soon')).toBe('soon');
  });

  it('has the day and the second', () => {
    expect(instant('2026-03-01T12:30:45.125Z')).toMatch(/2026.*30.*45/);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [180.4, '180 ms'],
    [1_500, '1.5 s'],
    [90_000, '1.5 min'],
    [5_400_000, '1.5 h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(duration(ms).replace(',', '.')).toBe(text);
  });
});

describe('the size of a file', () => {
  it.each([
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [12_345_678, '12.3 MB'],
  ])('of %d bytes is %s', (count, text) => {
    expect(bytes(count).replace(',', '.')).toBe(text);
  });
});

describe('the name of an event', () => {
  it('is its type in words', () => {
    expect(eventName('StockWrittenOff')).toBe('Stock written off');
  });
});

describe('a sentence', () => {
  it('ends with one full stop', () => {
    expect(sentence('Jwt expired at 2026-11-30T16:45:37Z')).toBe('Jwt expired at 2026-11-30T16:45:37Z.');
    expect(sentence('The token has ended.')).toBe('The token has ended.');
  });
});
