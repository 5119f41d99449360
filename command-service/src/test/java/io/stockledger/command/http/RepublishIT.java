package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;

/** The operator's route that sets the checkpoint of the relay back. */
class RepublishIT {

    private static final RunningCommandService SERVICE = RunningCommandService.start();
    private static final String PATH = "/v1/relay/republish";

    private final Calls calls = new Calls(SERVICE.url());

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    @Test
    void events_are_published_again_from_the_position() {
        for (int i = 0; i < 4; i++) {
            calls.product(1);
        }
        long published = awaitPublished();
        try (var reader = new TopicReader(SERVICE.topic())) {
            int before = reader.atLeast((int) published).size();

            Answer answer = calls.post(PATH, "{\"fromPosition\": %d}".formatted(published - 2));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body().get("fromPosition").asLong()).isEqualTo(published - 2);
            assertThat(reader.atLeast(before + 3)).hasSize(before + 3);
        }
    }

    @Test
    void a_position_that_is_not_published_yet_is_refused() {
        calls.product(1);
        long published = awaitPublished();

        Answer answer = calls.post(PATH, "{\"fromPosition\": %d}".formatted(published + 1_000));

        answer.assertMalformed("fromPosition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"fromPosition\": null}",
                "{\"fromPosition\": 0}",
                "{\"fromPosition\": -1}",
                "{\"fromPosition\": 1.5}",
                "{\"fromPosition\": \"1\"}",
                "{\"fromPosition\": 9223372036854775808}",
                "{\"fromPosition\": 1, \"unknown\": 1}",
                "[]",
                "garbage"
            })
    void a_body_with_a_fault_is_refused_and_nothing_is_published_again(String body) {
        Answer answer = calls.post(PATH, body);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("malformed-request");
    }

    @Test
    void a_query_parameter_is_refused() {
        assertThat(calls.post(PATH + "?fromPosition=1", "{\"fromPosition\": 1}").status())
                .isEqualTo(400);
    }

    private static long awaitPublished() {
        JdbcClient jdbc = SERVICE.bean(JdbcClient.class);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                jdbc.sql(
                                                "SELECT h.position = c.published"
                                                        + " FROM log_head h, relay_checkpoint c")
                                        .query(Boolean.class)
                                        .single());
        return jdbc.sql("SELECT published FROM relay_checkpoint").query(Long.class).single();
    }
}
