package io.stockledger.cli.export;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.services.MovementFilter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** The command line of the export of movements. */
@Command(
        name = "movements",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Writes the movements of products.",
        description = {
            "Writes all movements that match, in the order of the log: each event with its cause"
                    + " and the stock after it.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the export is complete",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class ExportMovementsCommand implements Callable<Integer> {

    @Mixin private ExportOptions options = new ExportOptions();
    @Mixin private MovementFilter filter = new MovementFilter();

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Only events with a greater log position.")
    private @Nullable Long after;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description =
                    "Only events at this instant or later, in UTC, such as 2026-01-01T00:00:00Z.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "Only events at this instant or earlier, in UTC.")
    private @Nullable String to;

    @Override
    public Integer call() {
        return options.export(
                "movements", filter.path().with("after", after).with("from", from).with("to", to));
    }
}
