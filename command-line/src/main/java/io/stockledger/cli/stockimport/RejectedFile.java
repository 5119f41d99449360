package io.stockledger.cli.stockimport;

import de.siegmar.fastcsv.writer.CsvWriter;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rejected rows in the shape of the source, with its encoding and delimiter, and a
 * column with the reason. The file is complete, or not there. For one thread.
 */
final class RejectedFile implements AutoCloseable {

    private static final String REASON = "reason";

    private final SourceFile source;
    private final Path target;
    private final Path part;
    private final boolean hasReasons;
    private @Nullable CsvWriter writer;

    /**
     * @throws OperatorFailure if the file cannot be created there
     */
    RejectedFile(SourceFile source, Path target) {
        Path name = target.getFileName();
        Path folder = target.toAbsolutePath().getParent();
        if (name == null
                || folder == null
                || Files.isDirectory(target)
                || !Files.isWritable(folder)) {
            throw new OperatorFailure(
                    "cannot write the rejected rows to "
                            + target
                            + ": name a file with --rejected");
        }
        if (target.toAbsolutePath()
                .normalize()
                .equals(source.path().toAbsolutePath().normalize())) {
            throw new OperatorFailure("--rejected is the list itself: name another file");
        }
        this.source = source;
        this.target = target;
        this.part = target.resolveSibling(name + "." + ProcessHandle.current().pid() + ".part");
        this.hasReasons = source.header().names().getLast().equals(REASON);
    }

    /** Adds a row. */
    void add(ListRow row) throws IOException {
        CsvWriter open = writer;
        if (open == null) {
            open = create();
            writer = open;
        }
        List<String> cells = new ArrayList<>(row.cells());
        int columns = source.header().size() - (hasReasons ? 1 : 0);
        while (cells.size() < columns) {
            cells.add("");
        }
        while (cells.size() > columns && (hasReasons || cells.getLast().isBlank())) {
            cells.removeLast();
        }
        cells.add(row.reason());
        open.writeRecord(cells);
    }

    private CsvWriter create() throws IOException {
        OutputStream bytes =
                new BufferedOutputStream(
                        Files.newOutputStream(
                                part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        bytes.write(source.encoding().markBytes());
        CsvWriter created =
                CsvWriter.builder()
                        .fieldSeparator(source.delimiter())
                        .build(bytes, source.encoding().charset());
        List<String> header = new ArrayList<>(source.header().names());
        if (!hasReasons) {
            header.add(REASON);
        }
        created.writeRecord(header);
        return created;
    }

    /**
     * Ends the file. One of this name from an earlier import is replaced, or deleted if no row was
     * rejected.
     *
     * @return the file, or null if no row was rejected
     */
    @Nullable Path complete() throws IOException {
        CsvWriter open = writer;
        if (open == null) {
            Files.deleteIfExists(target);
            return null;
        }
        open.close();
        writer = null;
        Files.move(
                part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return target;
    }

    /** Deletes what is not complete. */
    void discard() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // The name of the file says that it is a part.
        }
    }

    @Override
    public void close() throws IOException {
        CsvWriter open = writer;
        if (open != null) {
            open.close();
            discard();
        }
    }
}
