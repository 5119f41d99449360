package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * A line of a bulk request, from its submission to its answer.
 *
 * @param number counted from 1
 * @param bytes its length in bytes
 * @param command null if the line has no readable command
 * @param outcome completes with a {@link ProblemException} if the line has no readable command
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

    static BulkLine failed(NdjsonLines.Line line, RuntimeException cause) {
        return new BulkLine(
                line.number(),
                line.json().length,
                null,
                RequestFields.none(),
                CompletableFuture.failedFuture(cause));
    }
}
