package io.stockledger.cli.export;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.ClosedOutputException;
import io.stockledger.cli.output.Progress;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
                        + " complete; until then, and after a failure, it is untouched. Default:"
                        + " stdout")
    private @Nullable Path file;

    /**
     * Writes an export and returns the exit code.
     *
     * @throws OperatorFailure if it is not complete
     * @throws ClosedOutputException if the reader of stdout has ended
     */
    int export(String task, RequestPath path) {
        try (Services open = services.services(ServiceOptions.READ);
                InputStream rows = open.query().open(path.toString(), format.mediaType)) {
            Path target = file;
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
                                    file == null ? "" : "; " + file + " is as it was"),
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
            if (out.checkError()) {
                throw new ClosedOutputException();
            }
        }
    }

    private static void toFile(InputStream rows, Path target, String task) throws IOException {
        Path name = target.getFileName();
        if (name == null || Files.isDirectory(target)) {
            throw new OperatorFailure("--file " + target + " is a folder: name a file in it");
        }
        Path part = target.resolveSibling(name + "." + ProcessHandle.current().pid() + ".part");
        // An interrupted export leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(part)));
        try (OutputStream out = create(part);
                Progress progress = progress(task)) {
            new ProgressStream(rows, progress).transferTo(out);
            out.flush();
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            deleteQuietly(part);
        }
    }

    private static OutputStream create(Path part) {
        try {
            return Files.newOutputStream(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new OperatorFailure("cannot create %s (%s): check --file".formatted(part, e), e);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // The file stays; the name says that it is a part.
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
