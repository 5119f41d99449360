package io.stockledger.cli.rebuild;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputFormat;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The command line that rebuilds a read model. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Rebuilds a read model while it serves.",
        description = {
            "A new generation applies the log from its beginning, is compared with the serving one,"
                + " and serves on all replicas at once if both are equal. The command waits until"
                + " then; the rebuild goes on without it. The token needs the scopes inventory:read"
                + " and inventory:admin.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the new generation serves, or has begun with --no-wait",
            "1:it does not serve: its rows differ, or it was cancelled or replaced",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class RebuildCommand implements Callable<Integer> {

    private static final int EXIT_NOT_SERVING = 1;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("name"),
                    Column.of("generation"),
                    Column.of("version"),
                    Column.of("state"),
                    Column.of("eventsDone"),
                    Column.of("eventsTotal"),
                    Column.of("checksums"));

    @Spec private @Nullable CommandSpec spec;

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Parameters(
            paramLabel = "PROJECTION",
            description = "The read model: inventory, reservations, movements or low_stock.")
    private String projection = "";

    @Option(
            names = "--no-wait",
            description = "Returns when the rebuild has begun, and does not wait for its end.")
    private boolean noWait;

    @Override
    public Integer call() throws InterruptedException {
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.READ, ServiceOptions.ADMIN)) {
            Service query = services.query();
            ObjectNode begun =
                    (ObjectNode)
                            query.post(
                                            RequestPath.of("/v1/projections")
                                                    .id(projection)
                                                    .then("/rebuild")
                                                    .toString(),
                                            null)
                                    .body();
            if (output.format() == OutputFormat.TABLE) {
                output.line(
                        "generation %s of %s is being built; the rebuild goes on without this command"
                                .formatted(begun.path("generation"), projection));
            }
            if (noWait) {
                print(begun, output);
                return 0;
            }
            var err = Objects.requireNonNull(spec).commandLine().getErr();
            JsonNode end =
                    new RebuildProgress(query, projection, begun.path("generation").asInt(0), err)
                            .awaitEnd();
            begun.setAll((ObjectNode) end);
            print(begun, output);
            return begun.path("state").asString("").equals("serving") ? 0 : EXIT_NOT_SERVING;
        }
    }

    private void print(ObjectNode generation, Output output) {
        switch (output.format()) {
            case JSON -> output.document(generation);
            case CSV -> output.csv(COLUMNS, List.of(generation));
            case TABLE -> {
                if (!noWait) {
                    output.line(sentence(generation));
                }
            }
        }
    }

    private String sentence(JsonNode generation) {
        JsonNode number = generation.path("generation");
        return switch (generation.path("state").asString("")) {
            case "serving" -> "generation %s of %s serves".formatted(number, projection);
            case "differs" ->
                    ("generation %s of %s differs from the serving one and does not serve: compare"
                         + " them, then ./stockledger swap %s --generation %s, or cancel it with"
                         + " DELETE /v1/projections/%s/rebuild")
                            .formatted(number, projection, projection, number, projection);
            default ->
                    "generation %s of %s does not serve: it was cancelled or replaced"
                            .formatted(number, projection);
        };
    }
}
