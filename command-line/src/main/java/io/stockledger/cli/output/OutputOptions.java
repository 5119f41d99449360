package io.stockledger.cli.output;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The option of the format. */
public final class OutputOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "${COMPLETION-CANDIDATES}. A stream is one JSON object per line. Default:"
                            + " ${DEFAULT-VALUE}")
    private OutputFormat format = OutputFormat.TABLE;

    /** Opens the output of the command. */
    public Output open() {
        return new Output(
                format, Objects.requireNonNull(command).commandLine().getOut(), Terminal.current());
    }
}
