package io.stockledger.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that has only headers, query parameters, attributes and a body. */
final class RequestWith {

    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String[]> parameters = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private byte[] body = new byte[0];
    private boolean announced = true;
    private BodyBudget budget = new BodyBudget(1_000_000);

    RequestWith header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RequestWith parameter(String name, String... values) {
        parameters.put(name, values);
        return this;
    }

    /** Adds a body, whose length is announced. */
    RequestWith body(byte... bytes) {
        body = bytes;
        return this;
    }

    /** Adds a body, whose length is not announced. */
    RequestWith bodyOfUnknownLength(byte... bytes) {
        body = bytes;
        announced = false;
        return this;
    }

    /** Uses this budget for the body, instead of one with enough room. */
    RequestWith budget(BodyBudget limited) {
        budget = limited;
        return this;
    }

    HttpServletRequest request() {
        var request =
                (HttpServletRequest)
                        Proxy.newProxyInstance(
                                RequestWith.class.getClassLoader(),
                                new Class<?>[] {HttpServletRequest.class},
                                (_, method, arguments) -> answer(method.getName(), arguments));
        new IncomingBody(budget, Duration.ofSeconds(60)).attachTo(request);
        return request;
    }

    private @Nullable Object answer(String method, Object[] arguments) {
        return switch (method) {
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getHeaders" -> enumeration(headers.get((String) arguments[0]));
            case "getContentType" -> headers.get("Content-Type");
            case "getContentLengthLong" -> announced ? (long) body.length : -1L;
            case "getInputStream" -> new BodyStream(body);
            case "getQueryString" -> parameters.isEmpty() ? null : "present";
            case "getParameterMap" -> parameters;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private static Enumeration<String> enumeration(@Nullable String header) {
        return Collections.enumeration(header == null ? List.of() : List.of(header));
    }

    private static final class BodyStream extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        private BodyStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
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
