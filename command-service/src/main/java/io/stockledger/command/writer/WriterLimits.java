package io.stockledger.command.writer;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The limits of the writer loop.
 *
 * @param queueCommandsMax the number of commands that wait before more are refused as overloaded;
 *     bulk requests use half of it. As many commands may wait for products that are being loaded
 *     and for orders that are being looked up
 * @param batchCommandsMax the number of commands that are decided and appended together; an order
 *     counts as many as it has products
 * @param parkedPerProductMax the number of commands that wait for one product that is being loaded
 * @param loadsMax the number of loads of products that run at once
 * @param cachedProductsMax the number of products that stay in memory; at least twice as many as
 *     one basket may have lines. An order may have more products than that, because reassignments
 *     into it add up
 * @param cachedReservationsMax the number of reservations that the products in memory have together
 * @param commandTimeoutMs the longest time that a command waits before it is decided, in
 *     milliseconds; then it is refused as overloaded
 * @param outcomeTimeoutMs the longest time to find out the outcome of an append whose connection
 *     was lost, in milliseconds
 * @param snapshotEveryEvents the number of events of a product between two snapshots
 */
public record WriterLimits(
        @Min(1) @Max(1_000_000) @DefaultValue("2000") int queueCommandsMax,
        @Min(1) @Max(10_000) @DefaultValue("1000") int batchCommandsMax,
        @Min(1) @Max(1_000_000) @DefaultValue("1000") int parkedPerProductMax,
        @Min(1) @Max(32) @DefaultValue("4") int loadsMax,
        @Min(4_000) @Max(10_000_000) @DefaultValue("100000") int cachedProductsMax,
        @Min(1_000) @Max(100_000_000) @DefaultValue("1000000") int cachedReservationsMax,
        @Min(1) @Max(600_000) @DefaultValue("10000") long commandTimeoutMs,
        @Min(1) @Max(600_000) @DefaultValue("10000") long outcomeTimeoutMs,
        @Min(1) @Max(1_000_000) @DefaultValue("100") int snapshotEveryEvents) {

    /** The limits of a service without settings, for a writer loop outside of a service. */
    public static WriterLimits defaults() {
        return new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("stockledger.command", WriterLimits.class);
    }
}
