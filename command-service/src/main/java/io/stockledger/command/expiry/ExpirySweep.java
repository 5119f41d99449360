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
 * Records the expiry of lapsed reservations. Their stock is available from the instant of the lapse
 * on; the sweep only records the event. A pass reads the due deadlines from an index, so its cost
 * does not grow with the number of open reservations. Any number of instances may sweep at once:
 * the deadlines of a pass stay locked until it ends. For one thread per instance.
 *
 * <p>If the clock is set back during a pass, the deadlines that are no longer due are kept, since
 * the command has not found their reservations lapsed.
 */
public final class ExpirySweep {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);

    /** The time until the deadlines of a failed command are tried again. */
    private static final Duration FAILED_RETRY = Duration.ofMinutes(1);

    /** The longest time that a pass waits for its commands; longer than their own timeouts. */
    private static final Duration PASS_MAX = Duration.ofMinutes(1);

    private final ReservationDeadlines deadlines;
    private final TransactionOperations transaction;
    private final CommandProcessor processor;
    private final Clock clock;
    private final int deadlinesMax;

    /**
     * A sweep that sends its commands to this processor.
     *
     * @param deadlinesMax the maximum number of deadlines per pass
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

    /** Runs passes until no deadline is due. */
    public void sweep() {
        int deadlineCount;
        do {
            deadlineCount = sweepOnce();
        } while (deadlineCount == deadlinesMax);
    }

    /**
     * One pass.
     *
     * @return the number of deadlines it has deleted
     */
    int sweepOnce() {
        return transaction.execute(
                _ -> {
                    List<Deadline> due = deadlines.due(clock.instant(), deadlinesMax);
                    if (due.isEmpty()) {
                        return 0;
                    }
                    deadlines.keepLocked(PASS_MAX);
                    List<Deadline> failed = expire(due);
                    Instant now = clock.instant();
                    List<Deadline> lapsed =
                            due.stream().filter(d -> !d.expiresAt().isAfter(now)).toList();
                    deadlines.delete(lapsed);
                    failed.retainAll(lapsed);
                    if (!failed.isEmpty()) {
                        deadlines.postpone(failed, now.plus(FAILED_RETRY));
                    }
                    return lapsed.size();
                });
    }

    /** Expires the reservations with one command per product. Returns the deadlines that failed. */
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
                List<Deadline> ofProduct = byProduct.getOrDefault(outcome.getKey(), List.of());
                LOG.warn(
                        "The expiry of {} reservations of product '{}' was not recorded; it is"
                                + " tried again in {} s: {}",
                        ofProduct.size(),
                        outcome.getKey(),
                        FAILED_RETRY.toSeconds(),
                        String.valueOf(e.getCause()));
                failed.addAll(ofProduct);
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
