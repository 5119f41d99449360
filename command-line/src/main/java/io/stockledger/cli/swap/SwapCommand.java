package io.stockledger.cli.swap;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.concurrent.Callable;

/** The command line that lets another generation serve. */
@Command(
        name = "swap",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Lets another generation of a read model serve.",
        description = {
            "Lets another generation of a read model serve, on all replicas at once: one that is"
                + " retained, or one in the state 'differs'. No read fails. The previous generation"
                + " is retained. ./stockledger status lists the generations. The token needs the"
                + " scope inventory:admin.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the generation serves",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class SwapCommand implements Callable<Integer> {

    /** The fields of a generation after a change. */
    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("name"),
                    Column.of("generation"),
                    Column.of("version"),
                    Column.of("state"));

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Parameters(
            paramLabel = "PROJECTION",
            description = "The read model: inventory, reservations, movements or low_stock.")
    private String projection = "";

    @Option(
            names = "--generation",
            paramLabel = "N",
            required = true,
            description = "The generation that is to serve.")
    private int generation;

    @Override
    public Integer call() {
        Stockledger.requireWithin("--generation", generation, 1, Integer.MAX_VALUE);
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.ADMIN)) {
            JsonNode state =
                    services.query()
                            .post(
                                    RequestPath.of("/v1/projections")
                                            .id(projection)
                                            .then("/swap")
                                            .with("generation", generation)
                                            .toString(),
                                    null)
                            .body();
            switch (output.format()) {
                case JSON -> output.document(state);
                case CSV -> output.csv(COLUMNS, List.of(state));
                case TABLE ->
                        output.line(
                                "generation %s of %s serves on all replicas; the previous one is retained"
                                        .formatted(
                                                state.path("generation"),
                                                state.path("name").asString("")));
            }
            return 0;
        }
    }
}
