package io.stockledger.system.faults.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every call of the clients of one seed, in the order of their ends. Thread-safe. */
public final class History {

    private final ConcurrentLinkedQueue<HistoryEntry> entries = new ConcurrentLinkedQueue<>();

    public void add(HistoryEntry entry) {
        entries.add(entry);
    }

    public List<HistoryEntry> entries() {
        return List.copyOf(entries);
    }

    /** Returns the entries of one kind. */
    public <T extends HistoryEntry> List<T> entries(Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Writes one line per entry, with times in milliseconds since an instant of the same clock.
     *
     * @param zeroNanos the instant that the file shows as 0
     */
    public void writeTo(Path file, long zeroNanos) throws IOException {
        Files.write(
                file,
                entries.stream()
                        .map(
                                entry ->
                                        "%8d %8d  %s"
                                                .formatted(
                                                        (entry.beginNanos() - zeroNanos)
                                                                / 1_000_000,
                                                        (entry.endNanos() - zeroNanos) / 1_000_000,
                                                        entry))
                        .toList());
    }
}
