package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;

/** A service that is stopped (SIGTERM) during bulk requests. */
class BulkStopIT {

    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    @Test
    @Timeout(600)
    void it_answers_the_submitted_lines_refuses_the_next_one_and_exits() throws IOException {
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

                busy.readHead();
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
                assertThat(service.awaitExit(STOP_MAX))
                        .as("an idle bulk request does not delay the exit")
                        .isZero();
            }
        }
    }

    private static String receipt(String product) {
        return "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                        .formatted(product)
                + "\"reference\":\"r\",\"quantity\":1}\n";
    }
}
