package io.stockledger.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits that protect a service from its callers, {@code stockledger.http.*}. With the defaults
 * all connections and all bodies together fit into the heap, whatever its size.
 *
 * @param bodyBudgetBytesMax the memory of all request bodies that are read or in use at once, in
 *     bytes; 0 is a quarter of the heap
 * @param bodyTimeoutMs the longest time for the whole body of a request, and for one line of a bulk
 *     request from its first byte, in milliseconds
 * @param headTimeoutMs the longest time for the request line and the headers of a request from
 *     their first byte, in milliseconds
 * @param connectionsMax the number of open connections; 0 is one for each {@value
 *     #CONNECTION_HEAP_BYTES} bytes of the heap
 */
public record HttpLimits(
        @Min(0) @Max(1L << 40) @DefaultValue("0") long bodyBudgetBytesMax,
        @Min(100) @Max(600_000) @DefaultValue("20000") long bodyTimeoutMs,
        @Min(100) @Max(600_000) @DefaultValue("10000") long headTimeoutMs,
        @Min(0) @Max(1_000_000) @DefaultValue("0") int connectionsMax) {

    /**
     * The share of the heap for one connection. A connection with a half-sent body costs about a
     * third of it in either service (docs/operation.md has the measurement).
     */
    public static final int CONNECTION_HEAP_BYTES = 98_304;

    private static final int CONNECTIONS_MIN = 256;

    /** These limits with the values that depend on the heap of this JVM. */
    public HttpLimits ofThisJvm() {
        return of(Runtime.getRuntime().maxMemory());
    }

    HttpLimits of(long heapBytesMax) {
        long connections = Math.max(CONNECTIONS_MIN, heapBytesMax / CONNECTION_HEAP_BYTES);
        return new HttpLimits(
                bodyBudgetBytesMax > 0 ? bodyBudgetBytesMax : heapBytesMax / 4,
                bodyTimeoutMs,
                headTimeoutMs,
                connectionsMax > 0 ? connectionsMax : (int) Math.min(1_000_000, connections));
    }
}
