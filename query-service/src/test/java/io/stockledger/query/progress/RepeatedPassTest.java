package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

@ExtendWith(OutputCaptureExtension.class)
class RepeatedPassTest {

    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean succeeded = new AtomicBoolean();

    @Test
    void the_first_failure_and_each_with_another_cause_are_logged_once(CapturedOutput log) {
        failures.add(caused("connection lost", "08006"));
        failures.add(caused("connection lost again", "08006"));
        failures.add(caused("permission denied", "42501"));
        failures.add(caused("connection lost once more", "08006"));
        failures.add(new IllegalStateException("a bug"));
        var pass = new RepeatedPass("test pass", this::failNext, 1);
        pass.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(succeeded::get);
        pass.stop();

        assertThat(log.getAll().lines())
                .filteredOn(line -> line.contains("The test pass failed"))
                .extracting(line -> line.replaceFirst(".* is repeated: ", ""))
                .containsExactly("connection lost", "permission denied", "a bug");
    }

    private void failNext() {
        RuntimeException next = failures.poll();
        if (next != null) {
            throw next;
        }
        succeeded.set(true);
    }

    private static RuntimeException caused(String message, String state) {
        return new IllegalStateException(message, new SQLException(message, state));
    }
}
