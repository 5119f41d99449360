package io.stockledger.cli.export;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.Progress;
import io.stockledger.cli.output.TargetFile;
import io.stockledger.cli.output.Terminal;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** The options of every export, and the export itself. */
final class ExportOptions {

    private static final int BUFFER = 64 * 1024;

    /** The formats of an export. */
    enum Format {
        CSV("text/csv"),
        JSON("application/x-ndjson");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Mixin private ServiceOptions services = new ServiceOptions();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description =
                    "${COMPLETION-CANDIDATES}; json is one JSON object per line. Default:"
                            + " ${DEFAULT-VALUE}")
    private Format format = Format.CSV;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "The file to write, which replaces one of this name when the export is"
                        + " complete; until then, and after a failure, it is untouched. A pipe or a"
                        + " device is written directly. Default: stdout")
    private @Nullable Path file;

    /**
     * Writes an export and returns the exit code.
     *
     * @throws OperatorFailure if it is not complete
     * @throws io.stockledger.cli.output.ClosedOutputException if the reader of stdout has ended
     */
    int export(String task, RequestPath path) {
        Path named = file;
        TargetFile target = named == null ? null : new TargetFile("--file", named);
        try (Services open = services.services(ServiceOptions.READ);
                InputStream rows = open.query().open(path.toString(), format.mediaType)) {
            if (target == null) {
                toStdout(rows, task);
            } else {
                toFile(rows, target, task);
            }
            return 0;
        } catch (IOException e) {
            throw new OperatorFailure(
                    "the export is not complete (%s): start it again%s"
                            .formatted(
                                    e.getMessage() == null ? e : e.getMessage(),
                                    target == null || target.isDirect()
                                            ? ""
                                            : "; " + named + " is as it was"),
                    e);
        }
    }

    private void toStdout(InputStream rows, String task) throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        Terminal terminal = Terminal.current();
        if (terminal.isErrATerminal() && !terminal.isOutATerminal()) {
            try (Progress progress = progress(task)) {
                copy(new ProgressStream(rows, progress), out);
            }
        } else {
            copy(rows, out);
        }
    }

    private static Progress progress(String task) {
        return Progress.of("export of " + task, "bytes", 0);
    }

    private static void copy(InputStream rows, PrintWriter out) throws IOException {
        var text = new InputStreamReader(rows, StandardCharsets.UTF_8);
        char[] buffer = new char[BUFFER];
        for (int length = text.read(buffer); length >= 0; length = text.read(buffer)) {
            out.write(buffer, 0, length);
            out.flush();
        }
    }

    private static void toFile(InputStream rows, TargetFile target, String task)
            throws IOException {
        // An interrupted export leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(target::discard));
        try {
            try (OutputStream out = create(target);
                    Progress progress = progress(task)) {
                new ProgressStream(rows, progress).transferTo(out);
            }
            target.complete();
        } finally {
            target.discard();
        }
    }

    private static OutputStream create(TargetFile target) {
        try {
            return target.open();
        } catch (IOException e) {
            throw new OperatorFailure("cannot write the file (%s): check --file".formatted(e), e);
        }
    }

    /** Shows the number of bytes that have been read. */
    private static final class ProgressStream extends FilterInputStream {

        private final Progress progress;
        private long bytes;

        ProgressStream(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) {
            bytes += read;
            progress.stepTo(bytes);
        }
    }
}
