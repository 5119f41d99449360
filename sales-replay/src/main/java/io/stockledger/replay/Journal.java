package io.stockledger.replay;

import io.stockledger.cli.services.HttpCalls;

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
 * A file with one line of JSON per acknowledged command: the commands that a crash of the system
 * must not lose. A line is written before the next command of that product is sent. Thread-safe.
 */
final class Journal implements AutoCloseable {

    /**
     * An acknowledged command.
     *
     * @param version the version of the product after the command
     * @param position the position of the last event of the command in the event log
     */
    record Entry(String productId, long version, long position, List<Event> events) {}

    /** An event of an acknowledged command. */
    record Event(String eventId, long sequenceNumber) {}

    private final OutputStream file;

    private Journal(OutputStream file) {
        this.file = file;
    }

    /**
     * Creates a journal and overwrites an existing file.
     *
     * @throws ReplayFailure as a usage error if the file cannot be written
     */
    static Journal create(Path path) {
        try {
            return new Journal(Files.newOutputStream(path));
        } catch (IOException e) {
            throw ReplayFailure.usage("cannot write the journal " + path + ": " + e);
        }
    }

    void acknowledged(String productId, Answer.Recorded answer) {
        byte[] line = (line(productId, answer) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            try {
                file.write(line);
            } catch (IOException e) {
                throw ReplayFailure.system(
                        "cannot write the journal: check that the disk is not full: "
                                + e.getMessage());
            }
        }
    }

    static String line(String productId, Answer.Recorded answer) {
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
     * Reads a journal. An incomplete last line is ignored, because its command was not finished.
     *
     * @throws ReplayFailure as a usage error if the file is not a journal
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
                            "%s is not a journal of a replay: line %d has another form"
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
