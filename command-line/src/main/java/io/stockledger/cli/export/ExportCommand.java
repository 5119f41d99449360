package io.stockledger.cli.export;

import io.stockledger.cli.Stockledger;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The command line of exports. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        subcommands = {ExportStockCommand.class, ExportMovementsCommand.class},
        header = "Writes stock or movements as CSV or JSON lines.",
        description = {
            "Writes the stock of products, or their movements, as CSV or JSON lines, to stdout or"
                    + " into a file. All rows are of one moment of the query service.",
            ""
        })
public final class ExportCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a subcommand is missing");
    }
}
