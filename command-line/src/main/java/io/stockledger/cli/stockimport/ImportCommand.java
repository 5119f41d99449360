package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputFormat;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.output.Progress;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command line of the import of a stock list. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Imports a stock list.",
        description = {
            "Registers the products of a CSV file with their quantities. The exports of Shopify,"
                    + " Magento and WooCommerce, and plain lists with the columns sku, name and"
                    + " quantity, are recognised by their header; --map names the columns of"
                    + " others.",
            "",
            "Every command has an idempotency key of the file, the line, --existing and"
                    + " --import-id. An import that was interrupted goes on if the same command is"
                    + " run again: rows that are done are answered from their receipts, which the"
                    + " system keeps for 7 days. To count an unchanged list again, give another"
                    + " --import-id.",
            "",
            "Rows that cannot be imported are written to a file of the same shape with the column"
                    + " reason, which can be mended and imported. If the system has the product of"
                    + " a row already, --existing decides.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:every row is imported or passed over",
            "1:rows are rejected",
            Stockledger.EXIT_IMPOSSIBLE,
            "3:interrupted; the same command goes on from there",
            Stockledger.EXIT_CLOSED
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int EXIT_REJECTED = 1;
    private static final int EXIT_INTERRUPTED = 3;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ListOptions listOptions = new ListOptions();

    @Option(
            names = "--existing",
            paramLabel = "MODE",
            defaultValue = "reject",
            description =
                    "For a product that the system has already: reject the row, skip it, or count:"
                            + " record its quantity as a physical count. Default: ${DEFAULT-VALUE}")
    private ExistingProducts existing = ExistingProducts.REJECT;

    @Option(
            names = "--import-id",
            paramLabel = "ID",
            description =
                    "Tells this import from others of the same list, such as the date of a count"
                        + " every night. With the same id an import goes on, and with another one"
                        + " its rows are recorded again. Default: no id")
    private @Nullable String importId;

    @Option(
            names = "--dry-run",
            description = "Records nothing, and prints for each row what would happen.")
    private boolean isDryRun;

    @Mixin private ResultOptions resultOptions = new ResultOptions();
    @Mixin private ServiceOptions serviceOptions = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Override
    public Integer call() {
        if (importId != null && importId.isBlank()) {
            throw new OperatorFailure("--import-id is blank: name the import, or leave it out");
        }
        Output output = outputOptions.open();
        Path rejectedRows = resultOptions.rejectedOf(listOptions.file());
        SourceFile source = listOptions.source();
        ColumnMapping mapping = listOptions.mapping(source.header());
        PrintWriter err = spec.commandLine().getErr();
        err.println(mapping.described());
        String run = new RunName(existing, importId).of(source, mapping);
        String[] scopes =
                existing == ExistingProducts.COUNT
                        ? new String[] {ServiceOptions.WRITE, ServiceOptions.READ}
                        : new String[] {ServiceOptions.WRITE};
        try (Services services = serviceOptions.services(scopes);
                ExecutorService threads =
                        Executors.newFixedThreadPool(WindowImport.REQUESTS_AT_ONCE);
                StockList list = new StockList(source, mapping);
                RejectedFile rejected = new RejectedFile(source, rejectedRows);
                RowReport rows = resultOptions.openReport(output, isDryRun)) {
            var windows =
                    new WindowImport(
                            new RowCommands(run), services.command(), existing, isDryRun, threads);
            return carryOut(
                    new ImportRun(list, windows, rejected, rows, isDryRun),
                    source,
                    rejected,
                    output);
        } catch (IOException | UncheckedIOException e) {
            throw new OperatorFailure(
                    "the import is not complete (%s): run the same command again to go on"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private int carryOut(ImportRun run, SourceFile source, RejectedFile rejected, Output output)
            throws IOException {
        var isOver = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(isOver, run, rejected)));
        try (Progress progress =
                Progress.of(isDryRun ? "dry run" : "import", "rows", source.rows())) {
            Map<Outcome, Long> counts = run.run(progress);
            Path written = isDryRun ? null : rejected.complete();
            isOver.set(true);
            print(counts, written, output);
            return counts.containsKey(Outcome.REJECTED) ? EXIT_REJECTED : 0;
        } catch (OperatorFailure e) {
            if (run.rows() == 0) {
                throw e;
            }
            throw new OperatorFailure(
                    "%s; %d rows are done, and the same command goes on"
                            .formatted(e.getMessage(), run.rows()),
                    e);
        } finally {
            isOver.set(true);
        }
    }

    /** Runs at every end of the process; does nothing after an import that has ended. */
    private static void interrupt(AtomicBoolean isOver, ImportRun run, RejectedFile rejected) {
        if (isOver.get()) {
            return;
        }
        rejected.discard();
        System.err.println(
                "interrupted after %d rows; run the same command again to go on"
                        .formatted(run.rows()));
        System.err.flush();
        Runtime.getRuntime().halt(EXIT_INTERRUPTED);
    }

    private void print(Map<Outcome, Long> counts, @Nullable Path written, Output output) {
        ObjectNode summary = HttpCalls.JSON.createObjectNode();
        for (Outcome outcome : Outcome.values()) {
            summary.put(outcome.word(isDryRun), counts.getOrDefault(outcome, 0L));
        }
        String line =
                summary.properties().stream()
                        .filter(each -> each.getValue().asLong(0) > 0)
                        .map(each -> each.getKey() + " " + each.getValue())
                        .reduce((left, right) -> left + ", " + right)
                        .orElse("the list has no rows");
        boolean isReportOnStdout = isDryRun && !resultOptions.hasReport();
        if (isReportOnStdout && output.format() != OutputFormat.TABLE) {
            spec.commandLine().getErr().println(line);
        } else {
            switch (output.format()) {
                case TABLE -> output.line(line);
                case JSON -> output.jsonLine(summary);
                case CSV -> output.csv(columns(), List.of(summary));
            }
        }
        if (counts.containsKey(Outcome.DONE_BEFORE)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "rows that are done before were recorded by an earlier import of the"
                                    + " same list; --import-id ID "
                                    + (existing == ExistingProducts.COUNT
                                            ? ""
                                            : "with --existing count ")
                                    + "records them again");
        }
        if (written != null) {
            spec.commandLine().getErr().println("the rejected rows are in " + written);
        }
    }

    private List<Column> columns() {
        return Arrays.stream(Outcome.values())
                .map(outcome -> Column.of(outcome.word(isDryRun)))
                .toList();
    }
}
