package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.TargetFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** The options of the files that an import writes. */
final class ResultOptions {

    private static final String REPORT = "--report";
    private static final String REJECTED = "--rejected";

    @Option(
            names = REPORT,
            paramLabel = "FILE",
            description =
                    "The file for the outcome of each row, as CSV. It replaces one of this name.")
    private @Nullable Path report;

    @Option(
            names = REJECTED,
            paramLabel = "FILE",
            description =
                    "The file for the rejected rows. It is written at the end, replaces one of this"
                            + " name, and is deleted if no row is rejected; a pipe or a device is"
                            + " written directly. Default: the name of the list with .rejected.csv"
                            + " after it")
    private @Nullable Path rejected;

    /** Whether the report is a file of its own. */
    boolean hasReport() {
        return report != null;
    }

    /**
     * Returns the file for the rejected rows of this list.
     *
     * @throws OperatorFailure if two of the list, the report and this file are the same, also
     *     through links
     */
    Path rejectedOf(Path list) {
        Path chosen = rejected;
        Path target =
                chosen == null ? list.resolveSibling(list.getFileName() + ".rejected.csv") : chosen;
        Path reported = report;
        requireOther(REJECTED + " is the list itself", target, list);
        if (reported != null) {
            requireOther(REPORT + " is the list itself", reported, list);
            requireOther(REPORT + " is the file of the rejected rows", reported, target);
        }
        return target;
    }

    private static void requireOther(String fault, Path one, Path other) {
        boolean areSame;
        try {
            areSame = TargetFile.areSame(one, other);
        } catch (IOException e) {
            throw new OperatorFailure("cannot compare %s with %s (%s)".formatted(one, other, e), e);
        }
        if (areSame) {
            throw new OperatorFailure(fault + ": name another file");
        }
    }

    /**
     * Opens the report of each row: the file, or else stdout in a dry run.
     *
     * @throws OperatorFailure if the file cannot be written
     */
    RowReport openReport(Output output, boolean isDryRun) {
        Path file = report;
        if (file == null) {
            return isDryRun ? RowReport.to(output, true) : RowReport.none();
        }
        try {
            return RowReport.to(file, isDryRun);
        } catch (IOException e) {
            throw new OperatorFailure(
                    "cannot write %s (%s): check %s".formatted(file, e, REPORT), e);
        }
    }
}
