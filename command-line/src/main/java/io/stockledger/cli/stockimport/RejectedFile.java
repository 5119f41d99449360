package io.stockledger.cli.stockimport;

import de.siegmar.fastcsv.writer.CsvWriter;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.TargetFile;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rejected rows in the shape of the source, with its encoding and delimiter. The reason
 * is the first column, so that a row with a cell too few or too many keeps this fault. The file is
 * complete, or not there; a pipe or a device is written directly. For one thread.
 */
final class RejectedFile implements AutoCloseable {

    private static final String REASON = "reason";

    private final SourceFile source;
    private final Path named;
    private final TargetFile target;
    private final boolean hasReasons;
    private @Nullable CsvWriter writer;

    /**
     * @param named is not the file of the source
     * @throws OperatorFailure if the file cannot be created there
     */
    RejectedFile(SourceFile source, Path named) {
        this.source = source;
        this.named = named;
        this.target = new TargetFile("--rejected", named);
        this.hasReasons = source.header().names().getFirst().equals(REASON);
    }

    /** Adds a row. */
    void add(ListRow row) throws IOException {
        CsvWriter open = writer;
        if (open == null) {
            open = create();
            writer = open;
        }
        open.writeRecord(withFirst(row.reason(), row.cells()));
    }

    /** Returns the cells with this one in the column of the reasons, and as many as they were. */
    private List<String> withFirst(String cell, List<String> cells) {
        List<String> all = new ArrayList<>(cells.size() + 1);
        all.add(cell);
        all.addAll(hasReasons ? cells.subList(1, cells.size()) : cells);
        return all;
    }

    private CsvWriter create() throws IOException {
        OutputStream bytes = new BufferedOutputStream(target.open());
        bytes.write(source.encoding().markBytes());
        CsvWriter created =
                CsvWriter.builder()
                        .fieldSeparator(source.delimiter())
                        .build(bytes, source.encoding().charset());
        created.writeRecord(withFirst(REASON, source.header().names()));
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
            target.deleteEarlier();
            return null;
        }
        open.close();
        writer = null;
        target.complete();
        return named;
    }

    /** Deletes what is not complete. */
    void discard() {
        target.discard();
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
