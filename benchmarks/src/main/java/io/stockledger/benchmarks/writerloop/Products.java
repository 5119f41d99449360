package io.stockledger.benchmarks.writerloop;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.processing.CommandOutcome;
import io.stockledger.command.processing.CommandOutcome.Recorded;
import io.stockledger.command.processing.CommandProcessor;
import io.stockledger.command.processing.CommandRequest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** The products that the loads are about, with stock enough for any of them. */
final class Products {

    static final String WAREHOUSE = "main";

    private static final long OPENING_STOCK = 1L << 40;
    private static final int IN_FLIGHT_MAX = 2_000;

    private Products() {}

    static String id(int number) {
        return "product-%06d".formatted(number);
    }

    /** Registers that many products through the loop itself. */
    static void register(CommandProcessor processor, int count) throws Exception {
        Deque<CompletableFuture<CommandOutcome>> inFlight = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            if (inFlight.size() == IN_FLIGHT_MAX) {
                requireRecorded(inFlight.remove().get());
            }
            String id = id(i);
            inFlight.add(
                    processor.submit(
                            request(new RegisterProduct(id, id, id, OPENING_STOCK, WAREHOUSE))));
        }
        for (CompletableFuture<CommandOutcome> outcome : inFlight) {
            requireRecorded(outcome.get());
        }
    }

    static CommandRequest request(ProductCommand command) {
        return CommandRequest.of(command);
    }

    /** A load that is refused measures something else than it says. */
    static void requireRecorded(CommandOutcome outcome) {
        if (!(outcome instanceof Recorded)) {
            throw new IllegalStateException("a command of the load was refused: " + outcome);
        }
    }
}
