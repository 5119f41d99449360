package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Bulk requests as streams: answered while they are sent, broken off, or never read. */
class BulkStreamsIT {

    private final RunningCommandService service = RunningCommandService.shared();
    private final Calls calls = new Calls(service.url());

    @Test
    @Timeout(120)
    void a_result_is_sent_before_the_next_line_arrives() throws IOException {
        String product = calls.product(0);
        try (BulkStream stream = new BulkStream(service.url())) {
            for (int i = 1; i <= 50; i++) {
                stream.send(receipt(product, 1));

                JsonNode result = stream.next();

                assertThat(result.get("line").asInt()).isEqualTo(i);
                assertThat(result.get("version").asLong()).isEqualTo(i + 1);
            }
            stream.finish();
            assertThat(stream.next().isMissingNode()).isTrue();
        }
    }

    @Test
    @Timeout(120)
    void the_head_of_the_response_is_sent_before_the_first_line_arrives() throws IOException {
        String product = calls.product(0);
        try (BulkStream stream = new BulkStream(service.url())) {
            stream.readHead();
            stream.send(receipt(product, 1));

            assertThat(stream.next().get("version").asLong()).isEqualTo(2);
        }
    }

    @Test
    @Timeout(120)
    void a_first_line_of_a_few_bytes_is_answered_before_the_next_line_arrives() throws IOException {
        String product = calls.product(0);
        for (String line : List.of("7\n", "{}\n", "\n{}\n")) {
            try (BulkStream stream = new BulkStream(service.url())) {
                stream.send(line);

                assertThat(stream.next().get("type").asString()).endsWith(":malformed-request");
                stream.send(receipt(product, 1));
                assertThat(stream.next().get("status").asInt()).isEqualTo(200);
            }
        }
    }

    @Test
    @Timeout(240)
    void a_long_stream_is_answered_while_it_is_read_and_keeps_its_order() throws IOException {
        int lines = 20_000;
        List<String> products = List.of(calls.product(0), calls.product(0), calls.product(0));
        try (BulkStream stream = new BulkStream(service.url())) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(
                            () -> sendReceipts(stream, products, lines),
                            Thread::startVirtualThread);
            long[] versions = {1, 1, 1};
            for (int i = 0; i < lines; i++) {
                JsonNode result = stream.next();

                assertThat(result.get("line").asInt()).isEqualTo(i + 1);
                assertThat(result.get("productId").asString()).isEqualTo(products.get(i % 3));
                assertThat(result.get("version").asLong()).isEqualTo(++versions[i % 3]);
            }
            assertThat(stream.next().isMissingNode()).isTrue();
            sending.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private static void sendReceipts(BulkStream stream, List<String> products, int lines) {
        try {
            var chunk = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                chunk.append(receipt(products.get(i % products.size()), 1));
                // Some chunks end inside a line.
                if (chunk.length() > 5_000) {
                    stream.send(chunk.toString());
                    chunk.setLength(0);
                }
            }
            stream.send(chunk.toString());
            stream.finish();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Timeout(120)
    void a_stream_that_ends_inside_a_line_has_its_earlier_lines_recorded() throws IOException {
        String product = calls.product(0);
        try (BulkStream stream = new BulkStream(service.url())) {
            stream.send(receipt(product, 1) + receipt(product, 2));
            stream.send(receipt(product, 4).strip());
            stream.breakOff();

            assertThat(stream.next().get("version").asLong()).isEqualTo(2);
            assertThat(stream.next().get("version").asLong()).isEqualTo(3);
            JsonNode last = stream.next();
            assertThat(last.get("line").asInt()).isEqualTo(3);
            assertThat(last.get("type").asString()).endsWith(":malformed-request");
        }
        assertThat(calls.product(product).body().get("totalStock").asLong()).isEqualTo(3);
    }

    @Test
    @Timeout(120)
    void a_stream_that_ends_inside_its_first_line_is_answered_with_the_fault() throws IOException {
        try (BulkStream stream = new BulkStream(service.url())) {
            stream.send("{\"type\":");
            stream.breakOff();

            JsonNode only = stream.next();
            assertThat(only.get("line").asInt()).isEqualTo(1);
            assertThat(only.get("type").asString()).endsWith(":malformed-request");
        }
    }

    @Test
    @Timeout(120)
    void submitted_lines_of_a_broken_connection_are_recorded() throws IOException {
        String product = calls.product(0);
        BulkStream stream = new BulkStream(service.url());
        stream.send(receipt(product, 1));
        assertThat(stream.next().get("status").asInt()).isEqualTo(200);
        stream.send(receipt(product, 2) + receipt(product, 4));
        assertThat(stream.next().get("status").asInt()).isEqualTo(200);
        stream.reset();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> calls.product(product).body().get("totalStock").asLong() == 7);
        assertThat(calls.receive(product, "main", 1).status()).isEqualTo(200);
    }

    @Test
    @Timeout(240)
    void a_client_that_never_reads_delays_only_itself_and_is_disconnected() throws IOException {
        try (RunningCommandService own =
                        RunningCommandService.start("server.tomcat.connection-timeout=3s");
                BulkStream stream = new BulkStream(own.url())) {
            Calls others = new Calls(own.url());
            String product = others.product(0);
            String other = others.product(0);
            var chunk = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                chunk.append(receipt(product, 1));
            }
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    try {
                                        stream.send(chunk.toString());
                                    } catch (IOException cut) {
                                        return;
                                    }
                                }
                                throw new AssertionError("a million lines were taken unread");
                            },
                            Thread::startVirtualThread);
            while (!sending.isDone()) {
                assertThat(others.receive(other, "main", 1).status()).isEqualTo(200);
            }

            assertThatCode(sending::join).doesNotThrowAnyException();
            assertThat(others.receive(product, "main", 1).status()).isEqualTo(200);
        }
    }

    @Test
    @Timeout(240)
    void a_line_waits_if_the_command_queue_is_full() throws IOException {
        try (RunningCommandService own =
                RunningCommandService.start("stockledger.command.queue-commands-max=5")) {
            Calls its = new Calls(own.url());
            String product = its.product(0);

            List<JsonNode> results = its.bulk(receipt(product, 1).repeat(1_000));

            assertThat(results).hasSize(1_000);
            assertThat(results).extracting(r -> r.get("status").asInt()).containsOnly(200);
        }
    }

    @Test
    @Timeout(240)
    void a_line_on_a_product_waits_for_an_earlier_order_that_waits_for_another_product()
            throws IOException {
        String order = UUID.randomUUID().toString();
        var seldom = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            String product = calls.product(5);
            seldom.add(product);
            for (int j = 0; j < 30; j++) {
                calls.receive(product, "main", 1);
            }
        }
        String often = calls.product(5);
        try (RunningCommandService fresh = service.startSibling()) {
            Calls its = new Calls(fresh.url());
            for (int i = 0; i < seldom.size(); i++) {
                // This product is in memory; the other product of the order is not.
                its.receive(often, "main", 5);
                String lines =
                        """
                        {"type": "reserve-order", "orderId": "O", "lines": [{"productId": "S", "quantity": 1}, {"productId": "P", "quantity": 5}]}
                        {"type": "reserve-stock", "orderId": "o-2", "productId": "P", "quantity": 6}
                        {"type": "cancel-order", "orderId": "O"}
                        {"type": "adjust-stock", "productId": "P", "warehouseId": "main", "newQuantity": 5, "reason": "r"}
                        """
                                .replace("\"O\"", "\"" + order + i + "\"")
                                .replace("\"S\"", "\"" + seldom.get(i) + "\"")
                                .replace("\"P\"", "\"" + often + "\"");

                assertThat(its.bulk(lines))
                        .extracting(r -> r.get("status").asInt())
                        .containsExactly(200, 409, 200, 200);
            }
        }
    }

    private static String receipt(String product, long quantity) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(product)
                + "\"reference\":\"r\",\"quantity\":%d}\n".formatted(quantity);
    }
}
