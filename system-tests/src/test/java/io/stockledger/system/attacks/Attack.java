package io.stockledger.system.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.system.load.LoadConnection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** An attack of a client that has a token with every scope. */
enum Attack {
    HALF_SENT_BODIES("400 bodies of 4 MB, of which nearly all is sent") {
        @Override
        void begin(Attacker attacker) {
            byte[] body =
                    unfinished(
                            "POST /v1/orders/o/reservations",
                            headers(attacker, 0, JSON) + "\r\nContent-Length: 4000000",
                            " ".repeat(3_900_000));
            attacker.hold(400, attacker.system().commandUrl(), body, NOTHING, SECOND, FIVE_SECONDS);
        }
    },

    SLOW_HEADS("2,000 request heads of which a byte arrives each second") {
        @Override
        void begin(Attacker attacker) {
            byte[] head = "POST /v1/products HTTP/1.1\r\nHost: x\r\nX-Note: ".getBytes(ISO_8859_1);
            byte[] more = "a".getBytes(ISO_8859_1);
            AttackedSystem system = attacker.system();
            attacker.hold(1_000, system.commandUrl(), head, more, SECOND, SECOND);
            attacker.hold(1_000, system.queryUrl(), head, more, SECOND, SECOND);
        }
    },

    IDLE_CONNECTIONS("10,000 connections of one address on which nothing is sent") {
        @Override
        int addresses() {
            return 1;
        }

        @Override
        void begin(Attacker attacker) {
            AttackedSystem system = attacker.system();
            attacker.hold(5_000, system.commandUrl(), NOTHING, NOTHING, FIVE_SECONDS, MINUTE);
            attacker.hold(5_000, system.queryUrl(), NOTHING, NOTHING, FIVE_SECONDS, MINUTE);
        }
    },

    MANY_STREAMS("5,000 change streams of one client") {
        @Override
        void begin(Attacker attacker) {
            byte[] stream =
                    unfinished(
                            "GET /v1/inventory-changes",
                            headers(attacker, 0, "text/event-stream"),
                            "");
            attacker.hold(
                    5_000, attacker.system().queryUrl(), stream, NOTHING, SECOND, FIVE_SECONDS);
        }
    },

    UNREAD_BULK_ANSWERS("100 bulk requests whose answers are not read") {
        @Override
        void begin(Attacker attacker) {
            byte[] beginning =
                    unfinished(
                            "POST /v1/commands",
                            headers(attacker, 0, "application/x-ndjson")
                                    + "\r\nTransfer-Encoding: chunked",
                            "");
            byte[] lines = ("1388\r\n" + "null\n".repeat(1_000) + "\r\n").getBytes(ISO_8859_1);
            attacker.flood(100, attacker.system().commandUrl(), beginning, lines, FIVE_SECONDS);
        }
    },

    LARGE_LOOKUPS("100 lookups of 1 MB in a second") {
        @Override
        void begin(Attacker attacker) {
            String ids =
                    IntStream.range(0, 500)
                            .mapToObj(i -> "\"p-" + i + "\"")
                            .collect(Collectors.joining(", "));
            String body = "{\"productIds\": [" + ids + "]}";
            attacker.repeat(
                    100,
                    attacker.system().queryUrl(),
                    LoadConnection.request(
                            "POST /v1/inventory-lookups",
                            headers(attacker, 0, JSON),
                            (body + " ".repeat(990_000 - body.length())).getBytes(UTF_8)),
                    SECOND);
        }
    },

    COSTLY_SEARCHES("1,000 searches in a second, of four clients") {
        @Override
        void begin(Attacker attacker) {
            for (int client = 0; client < 4; client++) {
                attacker.repeat(
                        25,
                        attacker.system().queryUrl(),
                        LoadConnection.request(
                                "GET /v1/inventory?q=product&sort=name&limit=200",
                                headers(attacker, client, JSON),
                                NOTHING),
                        TENTH);
            }
        }
    },

    REBUILDS("80 rebuilds in a second") {
        @Override
        void begin(Attacker attacker) {
            attacker.repeat(
                    8,
                    attacker.system().queryUrl(),
                    LoadConnection.request(
                            "POST /v1/projections/inventory/rebuild",
                            headers(attacker, 0, JSON),
                            NOTHING),
                    TENTH);
        }
    },

    DEEP_JSON("500 bodies of 60,000 brackets in a second") {
        @Override
        void begin(Attacker attacker) {
            attacker.repeat(
                    50,
                    attacker.system().commandUrl(),
                    LoadConnection.request(
                            "POST /v1/products",
                            headers(attacker, 0, JSON),
                            "[".repeat(60_000).getBytes(UTF_8)),
                    TENTH);
        }
    },

    GZIP_BOMBS("500 compressed bodies of 60 MB in a second") {
        @Override
        void begin(Attacker attacker) {
            attacker.repeat(
                    50,
                    attacker.system().commandUrl(),
                    LoadConnection.request(
                            "POST /v1/products",
                            headers(attacker, 0, JSON) + "\r\nContent-Encoding: gzip",
                            compressed(60_000_000)),
                    TENTH);
        }
    };

    private static final int ADDRESSES = 20;
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String description;

    Attack(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** The number of addresses from which the connections come. */
    int addresses() {
        return ADDRESSES;
    }

    /** Starts the connections, which go on until the attacker is closed. */
    abstract void begin(Attacker attacker);

    private static String headers(Attacker attacker, int client, String mediaType) {
        return attacker.system().authorization("attacker-" + client)
                + "\r\nContent-Type: "
                + mediaType;
    }

    private static byte[] unfinished(String line, String headers, String part) {
        return (line + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + part)
                .getBytes(ISO_8859_1);
    }

    private static byte[] compressed(int length) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(" ".repeat(length).getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
