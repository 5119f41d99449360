import type { Item } from '../api/inventory';
import { RowPages } from '../parts/rowPages';

/** The rows of the list of products. */
export class StockPages extends RowPages<Item> {
  /** Takes newer items of products; those without a row are ignored. */
  update(items: readonly Item[]): void {
    const newer = new Map(items.map((item) => [item.productId, item]));
    this.replace((present) => {
      const item = newer.get(present.productId);
      // A lapsed reservation changes an item, but not its version.
      return item !== undefined && item.version >= present.version ? item : present;
    });
  }
}
