package io.stockledger.command.expiry;

import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.expiry.ReservationDeadlines.Deadline;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.OverloadedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Records the expiry of reservations whose time is over. Their stock has been free since that very
 * instant; this only writes it down. A pass takes the deadlines that have come from an index, so it
 * costs the same however many reservations are open; any number of instances may sweep. For one
 * thread.
 */
public final class ExpirySweep {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);

    /** A product that cannot be loaded is tried again after this long. */
    private static final Duration FAILED_RETRY = Duration.ofMinutes(1);

    private final ReservationDeadlines deadlines;
    private final TransactionOperations transaction;
    private final CommandProcessor processor;
    private final Clock clock;
    private final int deadlinesMax;

    /**
     * A sweep through that processor.
     *
     * @param deadlinesMax how many deadlines one pass takes at the most
     */
    public ExpirySweep(
            ReservationDeadlines deadlines,
            TransactionOperations transaction,
            CommandProcessor processor,
            Clock clock,
            int deadlinesMax) {
        this.deadlines = deadlines;
        this.transaction = transaction;
        this.processor = processor;
        this.clock = clock;
        this.deadlinesMax = deadlinesMax;
    }

    /** Passes until no deadline is left that has come. */
    public void sweep() {
        int taken;
        do {
            taken = sweepOnce();
        } while (taken == deadlinesMax);
    }

    /**
     * One pass.
     *
     * @return how many deadlines it took
     */
    int sweepOnce() {
        return transaction.execute(
                _ -> {
                    Instant now = clock.instant();
                    List<Deadline> due = deadlines.due(now, deadlinesMax);
                    if (!due.isEmpty()) {
                        List<Deadline> failed = expire(due);
                        deadlines.forget(due);
                        if (!failed.isEmpty()) {
                            deadlines.postpone(failed, now.plus(FAILED_RETRY));
                        }
                    }
                    return due.size();
                });
    }

    /** Has the reservations written off, each product's in one command; gives those that failed. */
    private List<Deadline> expire(List<Deadline> due) {
        var byProduct = new LinkedHashMap<String, List<Deadline>>();
        for (Deadline deadline : due) {
            byProduct.computeIfAbsent(deadline.productId(), _ -> new ArrayList<>()).add(deadline);
        }
        var outcomes = new LinkedHashMap<String, CompletableFuture<CommandOutcome>>();
        byProduct.forEach(
                (productId, ofProduct) -> outcomes.put(productId, submit(productId, ofProduct)));
        var failed = new ArrayList<Deadline>();
        for (Map.Entry<String, CompletableFuture<CommandOutcome>> outcome : outcomes.entrySet()) {
            try {
                outcome.getValue().join();
            } catch (CompletionException e) {
                LOG.warn(
                        "Reservations of product '{}' cannot be written off now: {}",
                        outcome.getKey(),
                        String.valueOf(e.getCause()));
                failed.addAll(byProduct.getOrDefault(outcome.getKey(), List.of()));
            }
        }
        return failed;
    }

    private CompletableFuture<CommandOutcome> submit(String productId, List<Deadline> ofProduct) {
        List<String> orderIds = ofProduct.stream().map(Deadline::orderId).toList();
        try {
            return processor.submit(CommandRequest.of(new ExpireReservations(productId, orderIds)));
        } catch (OverloadedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
