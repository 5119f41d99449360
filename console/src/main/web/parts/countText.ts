import { quantity } from '../format/format';
import type { RowPages } from './rowPages';

/** How much of a list is read, such as "200 products read, more follow". */
export function countText(
  { rows, isComplete, failure }: Pick<RowPages<unknown>, 'rows' | 'isComplete' | 'failure'>,
  one: string,
  many: string,
): string {
  if (isComplete) {
    return rows === 1 ? `1 ${one}` : `${quantity(rows)} ${many}`;
  }
  if (rows === 0) {
    return failure === null ? `Reading the ${many}` : `The ${many} are not read`;
  }
  return `${quantity(rows)} ${many} read, ${failure === null ? 'more follow' : 'and there are more'}`;
}
