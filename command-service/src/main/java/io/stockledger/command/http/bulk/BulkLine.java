package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * A line of a bulk request on its way.
 *
 * @param number from 1
 * @param bytes how many of the request's bytes it takes
 * @param command null where none could be read
 * @param outcome completes with a {@link ProblemException} where the line is refused unread
 */
record BulkLine(
        long number,
        int bytes,
        @Nullable Command command,
        RequestFields fields,
        CompletableFuture<CommandOutcome> outcome) {

    static BulkLine refused(NdjsonLines.Line line, Problem problem) {
        return failed(line, new ProblemException(problem));
    }

    static BulkLine failed(NdjsonLines.Line line, RuntimeException why) {
        return new BulkLine(
                line.number(),
                line.json().length,
                null,
                RequestFields.none(),
                CompletableFuture.failedFuture(why));
    }
}
