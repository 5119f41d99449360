package io.stockledger.command.http;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.processing.CommandOutcome;
import io.stockledger.command.processing.CommandOutcome.Recorded;
import io.stockledger.command.processing.CommandOutcome.Refused;
import io.stockledger.command.processing.CommandProcessor;
import io.stockledger.command.processing.CommandRequest;
import io.stockledger.command.processing.OverloadedException;
import io.stockledger.http.Correlation;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands a command to the processor and waits, on the request's virtual thread, until its outcome is
 * durable.
 */
final class CommandExchange {

    private final CommandProcessor processor;
    private final RejectionProblems problems;
    private final long answerTimeoutMs;

    /**
     * An exchange with that processor.
     *
     * @param answerTimeoutMs how long to wait at the most; longer than the processor's own
     *     time-outs together
     */
    CommandExchange(CommandProcessor processor, RejectionProblems problems, long answerTimeoutMs) {
        this.processor = processor;
        this.problems = problems;
        this.answerTimeoutMs = answerTimeoutMs;
    }

    /**
     * Has the command decided and recorded.
     *
     * @throws ProblemException where it is refused, turned away, or its outcome stays unknown
     */
    Recorded send(HttpServletRequest request, RequestFields fields, ProductCommand command) {
        Correlation correlation = Correlation.of(request);
        CommandOutcome outcome =
                outcome(
                        new CommandRequest(
                                command,
                                IfMatch.versionOf(request),
                                null,
                                correlation.correlationId(),
                                correlation.actor(),
                                correlation.traceparent()));
        return switch (outcome) {
            case Recorded recorded -> recorded;
            case Refused(var rejection) ->
                    throw new ProblemException(problems.of(rejection, fields));
        };
    }

    private CommandOutcome outcome(CommandRequest request) {
        try {
            return processor.submit(request).get(answerTimeoutMs, TimeUnit.MILLISECONDS);
        } catch (OverloadedException e) {
            throw overloaded(e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case OverloadedException overloaded -> overloaded(overloaded);
                case EventStoreException _ -> outcomeUnknown();
                case RuntimeException bug -> bug;
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
                                "Whether the command was recorded is not known; look at the"
                                        + " product's events before you repeat it")
                        .withHeader("Retry-After", "1"));
    }
}
