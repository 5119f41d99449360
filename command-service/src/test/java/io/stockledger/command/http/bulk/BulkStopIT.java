package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.http.Calls;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;

/** A service that is stopped (SIGTERM) in the middle of bulk requests. */
class BulkStopIT {

    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    @Test
    @Timeout(600)
    void it_finishes_what_it_took_says_what_it_did_not_take_and_ends() throws IOException {
        TestStack stack = TestStack.shared();
        try (ServiceProcess service =
                RunningCommandService.startProcess(
                        stack.newEventsDatabase(), stack.newTopicName())) {
            service.awaitReady();
            Calls calls = new Calls(service.url());
            String product = calls.product(0);
            try (BulkStream busy = new BulkStream(service.url());
                    BulkStream idle = new BulkStream(service.url())) {
                idle.send(receipt(product));
                assertThat(idle.next().get("status").asInt()).isEqualTo(200);

                service.terminate();
                int taken = 0;
                JsonNode result;
                do {
                    busy.send(receipt(product));
                    result = busy.next();
                    assertThat(result.get("line").asInt()).isEqualTo(++taken);
                } while (result.get("status").asInt() == 200);

                assertThat(result.get("type").asString()).endsWith(":unavailable");
                assertThat(busy.next().isMissingNode()).isTrue();
                assertThat(service.awaitExit(STOP_MAX)).as("in spite of the idle one").isZero();
            }
        }
    }

    private static String receipt(String product) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(product)
                + "\"reference\":\"r\",\"quantity\":1}\n";
    }
}
