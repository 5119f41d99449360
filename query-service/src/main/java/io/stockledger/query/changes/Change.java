package io.stockledger.query.changes;

import java.util.Map;

/**
 * What one transaction changed in the view. Immutable.
 *
 * @param number 1, 2, 3 ... in the order of the commits, without gaps
 * @param versions the products that changed, with the version that each has come to
 * @param everything whether any product may have changed, and none is listed
 */
public record Change(long number, Map<String, Long> versions, boolean everything) {

    static Change everything(long number) {
        return new Change(number, Map.of(), true);
    }

    static Change of(long number, Map<String, Long> versions) {
        return new Change(number, Map.copyOf(versions), false);
    }
}
