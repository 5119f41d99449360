package io.stockledger.command.http;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.WholeOrderCommand;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.LogHaltedException;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandOutcome.Foreseen;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.DryRuns;
import io.stockledger.command.writer.OverloadedException;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.http.HttpProblemType;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import org.springframework.dao.DataAccessException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Submits a command to the processor and waits, on the virtual thread of the request, until its
 * outcome is durable. Dry runs are decided on the thread of the request. Thread-safe.
 */
public final class CommandExchange {

    /** Starting an epoch and upgrading an instance are the work of a person. */
    static final String PERSON_RETRY_SECONDS = "30";

    private final CommandProcessor processor;
    private final CountedStock countedStock;
    private final EventLogReader events;
    private final RefusalProblems problems;
    private final DryRuns dryRuns;
    private final long answerTimeoutMs;

    /**
     * An exchange with that processor.
     *
     * @param answerTimeoutMs the longest time to wait for an outcome, in milliseconds; longer than
     *     the timeouts of the processor together
     */
    CommandExchange(
            CommandProcessor processor,
            CountedStock countedStock,
            EventLogReader events,
            RefusalProblems problems,
            DryRuns dryRuns,
            long answerTimeoutMs) {
        this.processor = processor;
        this.countedStock = countedStock;
        this.events = events;
        this.problems = problems;
        this.dryRuns = dryRuns;
        this.answerTimeoutMs = answerTimeoutMs;
    }

    /**
     * Submits the command and waits for its outcome, or decides its dry run.
     *
     * @param fields the fields that it was read from
     * @throws ProblemException if it is refused, the queue is full, the log is halted, an event of
     *     a product cannot be read, or its outcome stays unknown
     */
    AnswerEvents send(CommandRequest request, boolean dryRun, RequestFields fields) {
        if (dryRun) {
            return foresee(request, fields);
        }
        CommandRequest complete = complete(request);
        try {
            return AnswerEvents.of(await(submit(complete), fields));
        } catch (OverloadedException e) {
            throw overloaded(e);
        }
    }

    private AnswerEvents foresee(CommandRequest request, RequestFields fields) {
        try {
            return switch (dryRuns.decide(request, this::withDataOfLog)) {
                case Foreseen foreseen -> AnswerEvents.of(foreseen);
                case Replayed replayed -> AnswerEvents.of(replayed);
                case Refused(var refusal) ->
                        throw new ProblemException(problems.of(refusal, fields));
            };
        } catch (OverloadedException e) {
            throw overloaded(e);
        } catch (EventStoreException | DataAccessException _) {
            throw new ProblemException(
                    HttpProblemType.UNAVAILABLE
                            .problem("The event store does not answer; a dry run records nothing")
                            .withHeader("Retry-After", "1"));
        } catch (UnreadableEventException e) {
            throw eventUnreadable(e);
        }
    }

    /**
     * Adds the data from the event log that the decision needs.
     *
     * @throws ProblemException outcome-unknown, if the event store does not answer;
     *     event-unreadable, if an event of the product cannot be read
     */
    public CommandRequest complete(CommandRequest request) {
        try {
            return withDataOfLog(request);
        } catch (EventStoreException | DataAccessException _) {
            throw outcomeUnknown();
        } catch (UnreadableEventException e) {
            throw eventUnreadable(e);
        }
    }

    /**
     * A count that names a version gets the quantity at that version, and a command on a whole
     * order gets the products of the order.
     */
    private CommandRequest withDataOfLog(CommandRequest request) {
        return switch (request.command()) {
            case CountStock count -> request.withCommand(countedStock.complete(count));
            case WholeOrderCommand c when c.needsProductsOfOrder() -> {
                request.setProductsOfOrder(events.productsOfOrders(List.of(c.orderId())));
                yield request;
            }
            case ProductCommand _, OrderCommand _ -> request;
        };
    }

    /** Whether the queue has room for the next line of a bulk request. */
    public boolean hasRoomForBulk() {
        return processor.hasRoomForBulk();
    }

    /**
     * Adds a complete command to the queue.
     *
     * @throws OverloadedException if the queue is full
     */
    public CompletableFuture<CommandOutcome> submit(CommandRequest complete) {
        return processor.submit(complete);
    }

    /**
     * Waits for the outcome of a submitted command.
     *
     * @param fields the fields that it was read from
     * @throws ProblemException if it is refused, the queue is full, the log is halted, an event of
     *     a product cannot be read, or its outcome stays unknown
     */
    public Effect await(CompletableFuture<CommandOutcome> outcome, RequestFields fields) {
        try {
            return switch (outcome.get(answerTimeoutMs, TimeUnit.MILLISECONDS)) {
                case Effect effect -> effect;
                case Refused(var refusal) ->
                        throw new ProblemException(problems.of(refusal, fields));
            };
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case OverloadedException overloaded -> overloaded(overloaded);
                // The store rejects an event only because of a bug; nothing was recorded.
                case AppendRefusedException refused -> refused;
                case LogHaltedException halted -> logHalted(halted);
                case EventStoreException _ -> outcomeUnknown();
                case UnreadableEventException unreadable -> eventUnreadable(unreadable);
                case RuntimeException cause -> cause;
                case null, default -> new IllegalStateException(e);
            };
        } catch (TimeoutException _) {
            throw outcomeUnknown();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw outcomeUnknown();
        }
    }

    private static ProblemException overloaded(OverloadedException e) {
        return new ProblemException(
                HttpProblemType.OVERLOADED
                        .problem("Nothing was recorded: " + e.getMessage() + "; try again")
                        .withHeader("Retry-After", "1"));
    }

    private static ProblemException logHalted(LogHaltedException e) {
        return new ProblemException(
                CommandProblemType.LOG_HALTED
                        .problem(
                                "Nothing was recorded: the event log is not the log that it was"
                                        + " before ("
                                        + e.reason()
                                        + "), and an operator has to start its next epoch")
                        .withHeader("Retry-After", PERSON_RETRY_SECONDS));
    }

    private static ProblemException eventUnreadable(UnreadableEventException e) {
        return new ProblemException(
                CommandProblemType.EVENT_UNREADABLE
                        .problem("Nothing was recorded by this request: " + e.getMessage())
                        .withHeader("Retry-After", PERSON_RETRY_SECONDS));
    }

    private static ProblemException outcomeUnknown() {
        return new ProblemException(
                CommandProblemType.OUTCOME_UNKNOWN
                        .problem(
                                "The command may have been recorded; repeat it with the same"
                                    + " Idempotency-Key, or, if it had none, first check the events"
                                    + " of the product")
                        .withHeader("Retry-After", "1"));
    }
}
