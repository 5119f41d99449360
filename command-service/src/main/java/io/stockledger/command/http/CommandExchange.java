package io.stockledger.command.http;

import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.OverloadedException;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import org.springframework.dao.DataAccessException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands a command to the processor and waits, on the request's virtual thread, until its outcome is
 * durable. Thread-safe.
 */
public final class CommandExchange {

    private final CommandProcessor processor;
    private final CommandLookups lookups;
    private final RefusalProblems problems;
    private final long answerTimeoutMs;

    /**
     * An exchange with that processor.
     *
     * @param answerTimeoutMs how long to wait at the most; longer than the processor's own
     *     time-outs together
     */
    CommandExchange(
            CommandProcessor processor,
            CommandLookups lookups,
            RefusalProblems problems,
            long answerTimeoutMs) {
        this.processor = processor;
        this.lookups = lookups;
        this.problems = problems;
        this.answerTimeoutMs = answerTimeoutMs;
    }

    /**
     * Has the command decided and recorded.
     *
     * @param fields what it was read from, without a fault
     * @throws ProblemException where it is refused, turned away, or its outcome stays unknown
     */
    Effect send(CommandRequest asked, RequestFields fields) {
        CommandRequest complete = complete(asked);
        try {
            return await(submit(complete), fields);
        } catch (OverloadedException e) {
            throw overloaded(e);
        }
    }

    /**
     * Adds what the command rests on in the log.
     *
     * @throws ProblemException where the store does not answer
     */
    public CommandRequest complete(CommandRequest asked) {
        try {
            return asked.withCommand(lookups.complete(asked.command()));
        } catch (EventStoreException | DataAccessException _) {
            throw outcomeUnknown();
        }
    }

    /**
     * Puts a complete command in line.
     *
     * @throws OverloadedException where the line is full
     */
    public CompletableFuture<CommandOutcome> submit(CommandRequest complete) {
        return processor.submit(complete);
    }

    /**
     * Waits for the outcome of a command in line.
     *
     * @throws ProblemException where it is refused, turned away, or its outcome stays unknown
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
                // An event that the store cannot keep is a bug of ours; it is certainly not there.
                case AppendRefusedException refused -> refused;
                case EventStoreException _ -> outcomeUnknown();
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
                Problem.of(
                                "overloaded",
                                503,
                                "Too many commands are waiting",
                                "Nothing was recorded: " + e.getMessage() + "; try again")
                        .withHeader("Retry-After", "1"));
    }

    private static ProblemException outcomeUnknown() {
        return new ProblemException(
                Problem.of(
                                "outcome-unknown",
                                503,
                                "The event store did not answer",
                                "Whether the command was recorded is not known; repeat it with"
                                        + " the same Idempotency-Key, or without one look at the"
                                        + " product's events first")
                        .withHeader("Retry-After", "1"));
    }
}
