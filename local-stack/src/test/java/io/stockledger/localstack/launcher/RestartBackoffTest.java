package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Stream;

class RestartBackoffTest {

    private final RestartBackoff backoff =
            new RestartBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void the_pauses_double_up_to_the_longest() {
        assertThat(Stream.generate(() -> secondsAfter(5)).limit(7))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void a_process_that_lived_for_a_minute_is_restarted_after_the_shortest_pause() {
        secondsAfter(0);
        secondsAfter(0);

        assertThat(secondsAfter(59)).isEqualTo(4);
        assertThat(secondsAfter(60)).isEqualTo(1);
        assertThat(secondsAfter(0)).isEqualTo(2);
    }

    private long secondsAfter(long lived) {
        return backoff.pauseAfter(Duration.ofSeconds(lived)).toSeconds();
    }
}
