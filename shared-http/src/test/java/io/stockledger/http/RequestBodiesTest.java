package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

class RequestBodiesTest {

    private static final byte[] JSON = "{\"a\": 1}".getBytes(UTF_8);

    @Test
    void a_body_is_read_whole_and_a_stream_begins_with_its_first_byte() throws IOException {
        assertThat(RequestBodies.read(new RequestWith().body(JSON).request(), 100)).isEqualTo(JSON);
        for (String text : new String[] {"", "7", "\n", "{}\n{}\n", "{\"a\": 1}\n"}) {
            byte[] body = text.getBytes(UTF_8);
            assertThat(RequestBodies.stream(new RequestWith().body(body).request()).readAllBytes())
                    .isEqualTo(body);
            RequestWith unknown = new RequestWith().bodyOfUnknownLength(body);
            assertThat(RequestBodies.stream(unknown.request()).readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void a_body_in_utf16_is_refused() {
        RequestWith request = new RequestWith().body("{\"a\": 1}".getBytes(UTF_16));

        assertRefuses(
                () -> RequestBodies.read(request.request(), 100),
                415,
                "body: the character encoding UTF-16 is not supported; send UTF-8");
        assertRefuses(
                () -> RequestBodies.stream(request.request()),
                415,
                "body: the character encoding UTF-16 is not supported; send UTF-8");
    }

    @Test
    void a_stream_without_an_announced_length_is_read_only_when_its_reader_reads()
            throws IOException {
        RequestWith request = new RequestWith().bodyOfUnknownLength("{\"a\": 1}".getBytes(UTF_16));

        InputStream stream = RequestBodies.stream(request.request());

        for (int i = 0; i < 2; i++) {
            assertRefuses(
                    () -> stream.read(new byte[100]),
                    415,
                    "body: the character encoding UTF-16 is not supported; send UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}\n", "\n", "7\n{", "{\"a\""})
    void a_read_returns_the_first_bytes_without_waiting_for_more(String arrived)
            throws IOException {
        byte[] bytes = arrived.getBytes(UTF_8);
        var stream =
                new BodyStream(
                        new SequenceInputStream(
                                new ByteArrayInputStream(bytes), new UnreadableStream()));
        byte[] buffer = new byte[100];

        int count = stream.read(buffer);

        assertThat(count).isPositive();
        assertThat(Arrays.copyOf(buffer, count)).isEqualTo(Arrays.copyOf(bytes, count));
    }

    private static final class UnreadableStream extends InputStream {

        @Override
        public int read() {
            throw new AssertionError("reads bytes that have not arrived");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=utf-16", "application/json; charset=UTF-32"})
    void a_declared_charset_other_than_utf8_is_refused(String type) {
        RequestWith request = new RequestWith().header("Content-Type", type).body(JSON);

        assertThatThrownBy(() -> RequestBodies.read(request.request(), 100))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(415));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity,gzip", " gzip "})
    void a_content_encoding_is_refused_and_named(String encoding) {
        RequestWith request = new RequestWith().header("Content-Encoding", encoding).body(JSON);

        assertRefuses(
                () -> RequestBodies.read(request.request(), 100),
                415,
                "Content-Encoding: 'gzip' is not supported; send the body without a content"
                        + " encoding");
    }

    @Test
    void a_body_is_present_from_its_first_byte_on() {
        assertThat(RequestBodies.isPresent(new RequestWith().request())).isFalse();
        assertThat(RequestBodies.isPresent(new RequestWith().body((byte) ' ').request())).isTrue();
    }

    @Test
    void a_body_beyond_its_greatest_length_is_refused() {
        assertRefuses(
                () -> RequestBodies.read(new RequestWith().body(JSON).request(), JSON.length - 1),
                413,
                "body: longer than 7 bytes");
    }

    private static void assertRefuses(ThrowingCallable call, int status, String detail) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().status()).isEqualTo(status);
                            assertThat(e.problem().detail()).isEqualTo(detail);
                        });
    }
}
