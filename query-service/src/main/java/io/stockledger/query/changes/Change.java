package io.stockledger.query.changes;

import java.util.Map;

/**
 * The products that one transaction changed in the view. Immutable.
 *
 * @param number 1, 2, 3 ... in the order of the commits, without gaps
 * @param versions the products that changed, with the new version of each
 * @param everything whether any product may have changed; then {@code versions} is empty
 */
public record Change(long number, Map<String, Long> versions, boolean everything) {

    static Change everything(long number) {
        return new Change(number, Map.of(), true);
    }

    static Change of(long number, Map<String, Long> versions) {
        return new Change(number, Map.copyOf(versions), false);
    }
}
