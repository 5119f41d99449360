package io.stockledger.system.faults.workload;

import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.Register;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The products and the sizes of the load of one seed.
 *
 * @param prefix the beginning of every id of the seed, so that seeds on one cluster do not meet
 * @param commandServices the names of the command services
 * @param queryReplicas the names of the query replicas
 */
public record Workload(
        String prefix, int clients, List<String> commandServices, List<String> queryReplicas) {

    private static final int STEADY = 4;
    private static final int EXPIRING = 2;
    private static final long INITIAL_QUANTITY = 60;

    public static final String MAIN = "main";
    public static final String NORTH = "north";

    /** The products without reservations that end by themselves. */
    public List<String> steadyProducts() {
        return IntStream.rangeClosed(1, STEADY).mapToObj(i -> prefix + "-steady-" + i).toList();
    }

    /** The products whose reservations may end by themselves. */
    public List<String> expiringProducts() {
        return IntStream.rangeClosed(1, EXPIRING).mapToObj(i -> prefix + "-expiring-" + i).toList();
    }

    public List<String> products() {
        return Stream.concat(steadyProducts().stream(), expiringProducts().stream()).toList();
    }

    /** The commands that come before the load. */
    public List<StockCommand> registrations() {
        return products().stream()
                .<StockCommand>map(id -> new Register(id, INITIAL_QUANTITY, MAIN))
                .toList();
    }
}
