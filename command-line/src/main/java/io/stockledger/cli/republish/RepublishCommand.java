package io.stockledger.cli.republish;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.List;
import java.util.concurrent.Callable;

/** The command line that publishes events again. */
@Command(
        name = "republish",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Publishes events to the topic again.",
        description = {
            "Publishes all events from a position on to the topic again. This is always safe,"
                + " because consumers drop events that they have applied. The relay begins within a"
                + " second, and this command does not wait for its end. The token needs the scope"
                + " inventory:admin.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the events are going to be published again",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class RepublishCommand implements Callable<Integer> {

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            required = true,
            description = "The log position of the first event; 1 is the whole log.")
    private long from;

    @Override
    public Integer call() {
        Stockledger.requireWithin("--from", from, 1, Long.MAX_VALUE);
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.ADMIN)) {
            JsonNode accepted =
                    services.command()
                            .post(
                                    "/v1/relay/republish",
                                    JsonNodeFactory.instance.objectNode().put("fromPosition", from))
                            .body();
            switch (output.format()) {
                case JSON -> output.document(accepted);
                case CSV -> output.csv(List.of(Column.of("fromPosition")), List.of(accepted));
                case TABLE ->
                        output.line(
                                "the relay publishes all events from position %s on again"
                                        .formatted(accepted.path("fromPosition")));
            }
            return 0;
        }
    }
}
