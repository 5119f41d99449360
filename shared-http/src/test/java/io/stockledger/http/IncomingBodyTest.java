package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class IncomingBodyTest {

    private static final int KIB = 1_024;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final BodyBudget budget = new BodyBudget(100 * KIB);
    private final List<Long> readTimeoutsMs = new ArrayList<>();
    private long nowNanos;

    @Test
    void bytes_beyond_the_budget_are_refused_and_counted_and_nothing_of_them_is_taken() {
        IncomingBody first = body();
        first.acquire(60 * KIB);

        assertThatThrownBy(() -> body().acquire(41 * KIB))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().type()).isEqualTo(HttpProblemType.OVERLOADED);
                            assertThat(e.problem().headers())
                                    .containsEntry("Retry-After", "1")
                                    .containsEntry("Connection", "close");
                        });
        assertThat(budget.refusals()).isEqualTo(1);
        assertThat(budget.bytes()).isEqualTo(60 * KIB);
    }

    @Test
    void bytes_that_another_limit_refuses_are_not_taken_from_the_budget() {
        HttpServletRequest request = new RequestWith().budget(budget).request();
        IncomingBody.limit(request, new Refusal());

        assertThatThrownBy(() -> IncomingBody.of(request).acquire(KIB))
                .isInstanceOf(IllegalStateException.class);
        assertThat(budget.bytes()).isZero();
    }

    private static final class Refusal implements BodyLimit {
        @Override
        public void announce(long bytes) {
            throw new AssertionError("the body is not read as a whole");
        }

        @Override
        public void acquire(long bytes) {
            throw new IllegalStateException("no room");
        }

        @Override
        public void release(long bytes) {
            throw new AssertionError("nothing was taken");
        }
    }

    @Test
    void a_request_that_is_done_leaves_its_room_to_others() {
        IncomingBody first = body();
        first.acquire(60 * KIB);
        first.acquire(40 * KIB);

        first.releaseAll();
        first.releaseAll();

        assertThat(budget.bytes()).isZero();
        body().acquire(100 * KIB);
        assertThat(budget.refusals()).isZero();
    }

    @Test
    void a_body_takes_memory_for_the_bytes_that_arrived_and_not_for_those_announced()
            throws IOException {
        var buffer = new BodyBuffer(body());

        buffer.readFrom(stream(body(), 10, 1_000, 90 * KIB), 90 * KIB);

        assertThat(buffer.size()).isEqualTo(1_000);
        assertThat(budget.bytes()).isBetween(1_000L, 2L * KIB);
    }

    @Test
    void a_body_that_is_read_takes_its_own_length_until_the_request_is_done() throws IOException {
        IncomingBody body = body();
        var buffer = new BodyBuffer(body);

        buffer.readFrom(stream(body, 700, 1_500, 1_500), 90 * KIB);

        assertThat(buffer.take()).hasSize(1_500);
        assertThat(budget.bytes()).isEqualTo(1_500);
        body.releaseAll();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void a_body_that_has_to_be_waited_for_takes_the_memory_that_waits_with_it() throws IOException {
        IncomingBody body = body();
        TimedBodyStream stream = streamThatWaits(body, 50);

        assertThat(stream.read()).isEqualTo('x');

        assertThat(budget.bytes()).isEqualTo(TimedBodyStream.WAITING_BYTES);
        assertThatThrownBy(() -> streamThatWaits(body(), 50).read())
                .hasMessageContaining("overloaded");
    }

    @Test
    void a_body_of_which_a_byte_arrives_each_second_ends_when_its_time_is_over()
            throws IOException {
        TimedBodyStream stream = streamThatWaits(body(), 100);
        for (int i = 0; i < 20; i++) {
            assertThat(stream.read()).isEqualTo('x');
            nowNanos += 1_000_000_000;
        }

        assertThatThrownBy(stream::read)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().type())
                                    .isEqualTo(HttpProblemType.REQUEST_TIMEOUT);
                            assertThat(e.problem().headers()).containsEntry("Connection", "close");
                        });
        assertThat(budget.timeouts()).isEqualTo(1);
    }

    @Test
    void a_read_waits_at_most_for_the_time_that_is_left() throws IOException {
        TimedBodyStream stream = streamThatWaits(body(), 100);
        stream.read();
        nowNanos += 5_000_000_000L;

        stream.read();

        assertThat(readTimeoutsMs).containsExactly(20_000L, 15_000L);
    }

    @Test
    void a_body_without_a_timer_waits_as_long_as_the_web_server_permits() throws IOException {
        IncomingBody body = body();
        TimedBodyStream stream = streamThatWaits(body, 100);
        stream.read();

        body.stopTimer();
        nowNanos += 100_000_000_000L;
        stream.read();

        assertThat(readTimeoutsMs).containsExactly(20_000L, 0L);
        body.startTimer();
        stream.read();
        assertThat(readTimeoutsMs).containsExactly(20_000L, 0L, 20_000L);
    }

    @Test
    void the_rest_of_a_body_is_discarded_up_to_its_limits_and_without_budget() throws IOException {
        TimedBodyStream shortBody = streamThatWaits(body(), 100);
        shortBody.discard(new byte[30], 1_000, Duration.ofSeconds(2));
        assertThat(shortBody.hasEnded()).isTrue();

        TimedBodyStream longBody = streamThatWaits(body(), 100_000);
        longBody.discard(new byte[30], 1_000, Duration.ofSeconds(2));
        assertThat(longBody.hasEnded()).isFalse();

        assertThat(budget.bytes()).isZero();
    }

    @Test
    void the_default_limits_follow_from_the_heap() {
        var defaults = new HttpLimits(0, 20_000, 10_000, 0);

        assertThat(defaults.of(512 * KIB * KIB, 128 * KIB))
                .isEqualTo(new HttpLimits(128 * KIB * KIB, 20_000, 10_000, 4_096));
        assertThat(new HttpLimits(7, 20_000, 10_000, 9).of(512 * KIB * KIB, 128 * KIB))
                .isEqualTo(new HttpLimits(7, 20_000, 10_000, 9));
    }

    private IncomingBody body() {
        return new IncomingBody(budget, TIMEOUT, () -> nowNanos);
    }

    private TimedBodyStream streamThatWaits(IncomingBody body, int announced) {
        return new TimedBodyStream(
                new ArrivingBytes(1, announced, false), body, readTimeoutsMs::add, announced);
    }

    /** A stream of which {@code arriving} bytes arrive, in pieces. */
    private TimedBodyStream stream(IncomingBody body, int piece, int arriving, int announced) {
        return new TimedBodyStream(
                new ArrivingBytes(piece, arriving, true), body, readTimeoutsMs::add, announced);
    }

    private static final class ArrivingBytes extends ServletInputStream {

        private final int piece;
        private final boolean available;
        private int left;

        private ArrivingBytes(int piece, int arriving, boolean available) {
            this.piece = piece;
            this.left = arriving;
            this.available = available;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("reads in blocks");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = Math.min(Math.min(piece, length), left);
            left -= count;
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            return count;
        }

        @Override
        public int available() {
            return available ? left : 0;
        }

        @Override
        public boolean isFinished() {
            return left == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
