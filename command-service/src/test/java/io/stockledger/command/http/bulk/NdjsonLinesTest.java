package io.stockledger.command.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.http.BodyBudget;
import io.stockledger.http.HttpProblemType;
import io.stockledger.http.IncomingBody;
import io.stockledger.http.Problem;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

class NdjsonLinesTest {

    private static final int LINE_BYTES_MAX = 40;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void the_lines_do_not_depend_on_the_pieces_in_which_the_body_arrives(int piece) {
        String body = "{1}\n\n  \t\r\n{2}\r\n" + "x".repeat(41) + "\n" + "y".repeat(40) + "\n{3}";

        assertThat(read(pieces(body, piece)))
                .containsExactly(
                        "1 {1}",
                        "4 {2}\r",
                        "5 body: the line is longer than 40 bytes",
                        "6 " + "y".repeat(40),
                        "7 {3}");
    }

    @Test
    void a_body_of_blank_lines_has_no_line() {
        assertThat(read(pieces("", 1))).isEmpty();
        assertThat(read(pieces("\n \r\n\t", 1))).isEmpty();
    }

    @Test
    void a_line_that_is_too_long_is_refused_and_not_held_in_memory() {
        InputStream endless =
                new InputStream() {
                    private long left = 3_000_000_000L;

                    @Override
                    public int read() {
                        throw new UnsupportedOperationException("reads in blocks");
                    }

                    @Override
                    public int read(byte[] into, int at, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        left -= length;
                        Arrays.fill(into, at, at + length, (byte) 'x');
                        return length;
                    }
                };

        assertThat(read(endless)).containsExactly("1 body: the line is longer than 40 bytes");
    }

    @Test
    void a_body_that_ends_inside_a_line_has_a_fault_at_this_line() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] into, int at, int length) throws IOException {
                        throw new IOException("gone");
                    }
                };

        assertThat(read(new SequenceInputStream(pieces("{1}\n{2}", 100), broken)))
                .containsExactly(
                        "1 {1}",
                        "2 body: the stream ended inside this line; the lines before have their"
                                + " results above");
    }

    @Test
    void a_line_uses_the_byte_budget_until_it_is_answered() {
        var budget = new BodyBudget(100_000);
        var incoming = new IncomingBody(budget, Duration.ofSeconds(60));
        var lines = new NdjsonLines(pieces("{1}\n{234}\n", 100), incoming, LINE_BYTES_MAX);
        long ofReader = budget.bytes();
        assertThat(ofReader).isPositive();

        NdjsonLines.Line first = Objects.requireNonNull(lines.next());
        NdjsonLines.Line second = Objects.requireNonNull(lines.next());

        assertThat(budget.bytes()).isEqualTo(ofReader + 3 + 5);
        lines.release(first.json().length);
        lines.release(second.json().length);
        assertThat(budget.bytes()).isEqualTo(ofReader);
    }

    @Test
    void a_line_without_room_in_the_byte_budget_is_the_last_and_is_refused_as_overloaded() {
        var budget = new BodyBudget(18_000);
        var incoming = new IncomingBody(budget, Duration.ofSeconds(60));
        String body = "{1}\n" + "x".repeat(4_000) + "\n{3}\n";
        var lines = new NdjsonLines(pieces(body, 500), incoming, 10_000);
        long ofReader = budget.bytes();

        NdjsonLines.Line first = Objects.requireNonNull(lines.next());
        Problem fault = Objects.requireNonNull(Objects.requireNonNull(lines.next()).fault());

        assertThat(first.fault()).isNull();
        assertThat(fault.type()).isEqualTo(HttpProblemType.OVERLOADED);
        assertThat(lines.next()).isNull();
        assertThat(budget.bytes()).isEqualTo(ofReader + 3);
    }

    private static List<String> read(InputStream body) {
        var budget = new BodyBudget(100_000);
        var incoming = new IncomingBody(budget, Duration.ofSeconds(60));
        var lines = new NdjsonLines(body, incoming, LINE_BYTES_MAX);
        var read = new ArrayList<String>();
        for (NdjsonLines.@Nullable Line line = lines.next(); line != null; line = lines.next()) {
            var fault = line.fault();
            read.add(
                    line.number()
                            + " "
                            + (fault == null ? new String(line.json(), UTF_8) : fault.detail()));
        }
        assertThat(lines.next()).isNull();
        return read;
    }

    private static InputStream pieces(String body, int piece) {
        return new ByteArrayInputStream(body.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int at, int length) {
                return super.read(into, at, Math.min(length, piece));
            }
        };
    }
}
