package io.stockledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.http.BodyLimit;
import io.stockledger.http.ProblemException;

import org.junit.jupiter.api.Test;

class ClientBodiesTest {

    private static final int BYTES_MAX = 1_000;

    private final ClientBodies bodies = new ClientBodies(BYTES_MAX);

    @Test
    void the_bodies_of_a_client_use_no_more_memory_than_the_limit() {
        bodies.of("anna").acquire(600);

        BodyLimit second = bodies.of("anna");
        assertThatThrownBy(() -> second.acquire(401))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(429));
        assertThatCode(() -> second.acquire(400)).doesNotThrowAnyException();
    }

    @Test
    void memory_that_was_given_back_can_be_used_again() {
        BodyLimit body = bodies.of("anna");
        for (int i = 0; i < 3; i++) {
            body.acquire(BYTES_MAX);
            assertThatThrownBy(() -> bodies.of("anna").acquire(1))
                    .isInstanceOf(ProblemException.class);
            body.release(BYTES_MAX);
        }
    }

    @Test
    void a_body_that_does_not_fit_is_refused_before_its_first_bytes_are_read() {
        announced("anna", 600).acquire(1);

        assertThatThrownBy(() -> announced("anna", 401).acquire(1))
                .isInstanceOf(ProblemException.class);
        assertThatCode(() -> announced("anna", 400).acquire(1)).doesNotThrowAnyException();
    }

    @Test
    void a_body_gives_back_what_it_has_announced() {
        BodyLimit body = announced("anna", BYTES_MAX);
        body.acquire(10);
        body.acquire(20);
        body.release(10);
        assertThatThrownBy(() -> bodies.of("anna").acquire(1)).isInstanceOf(ProblemException.class);

        body.release(20);

        assertThatCode(() -> bodies.of("anna").acquire(BYTES_MAX)).doesNotThrowAnyException();
    }

    @Test
    void clients_do_not_share_their_memory() {
        bodies.of("anna").acquire(BYTES_MAX);

        assertThatCode(() -> bodies.of("bert").acquire(BYTES_MAX)).doesNotThrowAnyException();
    }

    private BodyLimit announced(String client, long bytes) {
        BodyLimit body = bodies.of(client);
        body.announce(bytes);
        return body;
    }

    @Test
    void a_body_that_is_read_in_parts_takes_only_the_parts() {
        BodyLimit bulk = bodies.of("anna");
        for (int i = 0; i < 3; i++) {
            bulk.acquire(600);
            bulk.release(600);
        }
        assertThatCode(() -> bodies.of("anna").acquire(BYTES_MAX)).doesNotThrowAnyException();
    }

    @Test
    void a_limit_of_0_is_no_limit() {
        assertThat(new ClientBodies(0).areLimited()).isFalse();
    }
}
