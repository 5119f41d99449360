package io.stockledger.cli.stockimport;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads the rows of a file in windows, and rejects the second row of the same product and
 * warehouse. Remembers each product and warehouse in {@link TextHashes}. For one thread.
 */
final class StockList implements AutoCloseable {

    /** The most rows in a window. */
    static final int WINDOW_ROWS = 4000;

    /** A window ends after the row with which its cells exceed this number of characters. */
    private static final long WINDOW_CHARACTERS = 4_000_000;

    private final CsvReader<CsvRecord> records;
    private final Iterator<CsvRecord> iterator;
    private final ColumnMapping mapping;
    private final TextHashes places = new TextHashes();

    StockList(SourceFile file, ColumnMapping mapping) throws IOException {
        this.records = file.open();
        this.iterator = records.iterator();
        this.mapping = mapping;
        iterator.next();
    }

    /** Returns the next rows; none at the end. */
    List<ListRow> next() {
        List<ListRow> window = new ArrayList<>();
        long characters = 0;
        while (iterator.hasNext()
                && window.size() < WINDOW_ROWS
                && characters < WINDOW_CHARACTERS) {
            CsvRecord next = iterator.next();
            List<String> cells = next.getFields();
            characters += cells.stream().mapToInt(String::length).sum();
            window.add(unique(mapping.row(next.getStartingLineNumber(), cells)));
        }
        return window;
    }

    private ListRow unique(ListRow row) {
        String product = row.values().productId();
        String warehouse = row.values().warehouse();
        // No identifier contains a line break.
        return row.isOpen() && !places.add(product + '\n' + warehouse)
                ? row.end(
                        Outcome.REJECTED,
                        "an earlier row has the product '%s' in the warehouse '%s'"
                                .formatted(product, warehouse))
                : row;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
