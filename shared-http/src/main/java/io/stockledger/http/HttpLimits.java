package io.stockledger.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits that protect a service from its callers, {@code stockledger.http.*}. With the defaults
 * all connections and all bodies together fit into the heap, whatever its size (docs/operation.md
 * has the measurements).
 *
 * @param bodyBudgetBytesMax the memory of all request bodies that are read or in use at once, in
 *     bytes; 0 is a quarter of the heap
 * @param bodyTimeoutMs the longest time for the whole body of a request, and for one line of a bulk
 *     request from its first byte, in milliseconds
 * @param headTimeoutMs the longest time for the request line and the headers of a request from
 *     their first byte, in milliseconds
 * @param connectionsMax the number of open connections; 0 is as many as the heap has room for
 */
public record HttpLimits(
        @Min(0) @Max(1L << 40) @DefaultValue("0") long bodyBudgetBytesMax,
        @Min(100) @Max(600_000) @DefaultValue("20000") long bodyTimeoutMs,
        @Min(100) @Max(600_000) @DefaultValue("10000") long headTimeoutMs,
        @Min(0) @Max(HttpLimits.CONNECTIONS_MAX) @DefaultValue("0") int connectionsMax) {

    static final int CONNECTIONS_MIN = 256;
    static final int CONNECTIONS_MAX = 1_000_000;

    /**
     * These limits with the values that depend on the heap.
     *
     * @param heapBytesMax the largest size of the heap
     * @param connectionHeapBytes the part of the heap for each connection, in bytes
     */
    public HttpLimits of(long heapBytesMax, int connectionHeapBytes) {
        long connections = Math.max(CONNECTIONS_MIN, heapBytesMax / connectionHeapBytes);
        return new HttpLimits(
                bodyBudgetBytesMax > 0 ? bodyBudgetBytesMax : heapBytesMax / 4,
                bodyTimeoutMs,
                headTimeoutMs,
                connectionsMax > 0 ? connectionsMax : (int) Math.min(CONNECTIONS_MAX, connections));
    }
}
