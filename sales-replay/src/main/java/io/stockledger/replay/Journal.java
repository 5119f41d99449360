package io.stockledger.replay;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of JSON for every acknowledged command, handed to the operating system before the next
 * command of that product is sent: what a crash of the system must not lose. Thread-safe.
 */
final class Journal implements AutoCloseable {

    /**
     * What was acknowledged.
     *
     * @param version of the product afterwards
     * @param position of the command's last event in the whole log
     */
    record Entry(String productId, long version, long position, List<Event> events) {}

    /** An event of an acknowledged command. */
    record Event(String eventId, long sequenceNumber) {}

    private final OutputStream file;

    private Journal(OutputStream file) {
        this.file = file;
    }

    /**
     * Begins a journal, over an older one if the file is there.
     *
     * @throws ReplayFailure as a usage error when the file cannot be written
     */
    static Journal create(Path path) {
        try {
            return new Journal(Files.newOutputStream(path));
        } catch (IOException e) {
            throw ReplayFailure.usage("cannot write the journal " + path + ": " + e);
        }
    }

    void acknowledged(String productId, Answer.Accepted answer) {
        byte[] line = (line(productId, answer) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            try {
                file.write(line);
            } catch (IOException e) {
                throw ReplayFailure.system(
                        "cannot write the journal, is the disk full? " + e.getMessage());
            }
        }
    }

    static String line(String productId, Answer.Accepted answer) {
        ObjectNode line =
                HttpCalls.JSON
                        .createObjectNode()
                        .put("productId", productId)
                        .put("version", answer.version())
                        .put("position", answer.position());
        ArrayNode events = line.putArray("events");
        answer.events()
                .forEach(
                        event ->
                                events.addObject()
                                        .put("eventId", event.eventId())
                                        .put("sequenceNumber", event.sequenceNumber()));
        return line.toString();
    }

    /**
     * Reads a journal; a last line that was cut off is left out, since its command was not done.
     *
     * @throws ReplayFailure as a usage error when the file is no journal
     */
    static List<Entry> read(Path path) {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                Optional<Entry> entry = entry(line);
                if (entry.isEmpty() && next != null) {
                    throw ReplayFailure.usage(
                            "%s is no journal of a replay: line %d is not one of its lines"
                                    .formatted(path, entries.size() + 1));
                }
                entry.ifPresent(entries::add);
                line = next;
            }
        } catch (IOException | UncheckedIOException e) {
            throw ReplayFailure.usage("cannot read the journal " + path + ": " + e);
        }
        return entries;
    }

    static Optional<Entry> entry(String line) {
        try {
            JsonNode json = HttpCalls.JSON.readTree(line);
            if (!json.path("productId").isString() || !json.path("events").isArray()) {
                return Optional.empty();
            }
            List<Event> events = new ArrayList<>();
            for (JsonNode event : json.path("events")) {
                events.add(
                        new Event(
                                event.path("eventId").asString(""),
                                event.path("sequenceNumber").asLong(0)));
            }
            return Optional.of(
                    new Entry(
                            json.path("productId").asString(),
                            json.path("version").asLong(0),
                            json.path("position").asLong(0),
                            events));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw ReplayFailure.system("cannot close the journal: " + e.getMessage());
        }
    }
}
