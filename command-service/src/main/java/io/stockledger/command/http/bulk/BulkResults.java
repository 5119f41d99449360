package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.http.CommandAnswer;
import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.http.OrderAnswer;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.Objects;

/**
 * Writes the result of a line: the answer of the command's own call, with the number of the line
 * and the status.
 */
final class BulkResults {

    private static final Logger LOG = LoggerFactory.getLogger(BulkResults.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final CommandExchange exchange;
    private final String instance;
    private final String correlationId;

    /**
     * The results of one request.
     *
     * @param instance the path of the request, which its problems name
     */
    BulkResults(CommandExchange exchange, String instance, String correlationId) {
        this.exchange = exchange;
        this.instance = instance;
        this.correlationId = correlationId;
    }

    /** Waits for the outcome of the line and returns its result as a line of JSON. */
    byte[] of(BulkLine line) {
        ObjectNode result = MAPPER.createObjectNode().put("line", line.number());
        try {
            Effect effect = exchange.await(line.outcome(), line.fields());
            Command command = Objects.requireNonNull(line.command());
            result.put("status", command instanceof RegisterProduct ? 201 : 200);
            if (effect instanceof Replayed) {
                result.put("replayed", true);
            }
            result.setAll((ObjectNode) MAPPER.valueToTree(answer(command, effect)));
        } catch (ProblemException e) {
            result.setAll((ObjectNode) MAPPER.valueToTree(e.problem().body(instance)));
        } catch (RuntimeException bug) {
            LOG.error(
                    "Unexpected error in line {} of a bulk request; answered internal-error"
                            + " (correlationId {})",
                    line.number(),
                    correlationId,
                    bug);
            result.setAll(
                    (ObjectNode)
                            MAPPER.valueToTree(
                                    Problems.internalError(correlationId).body(instance)));
        }
        byte[] json = MAPPER.writeValueAsBytes(result);
        byte[] jsonLine = Arrays.copyOf(json, json.length + 1);
        jsonLine[json.length] = '\n';
        return jsonLine;
    }

    private static Record answer(Command command, Effect effect) {
        return switch (command) {
            case ProductCommand c -> CommandAnswer.of(c, effect);
            case OrderCommand c -> OrderAnswer.of(c, effect);
        };
    }
}
