package io.stockledger.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal or failure as {@code application/problem+json} (RFC 9457). Immutable.
 *
 * @param name the last part of the type {@code urn:stockledger:problem:<name>}
 * @param status the HTTP status
 * @param title one line that is the same for every problem of this name
 * @param detail what was wrong this time and, where there is one, the cure
 * @param fields further members, in the order in which they are written
 * @param headers headers that belong to the answer, such as {@code Retry-After}
 */
public record Problem(
        String name,
        int status,
        String title,
        String detail,
        Map<String, Object> fields,
        Map<String, String> headers) {

    private static final String TYPE_PREFIX = "urn:stockledger:problem:";

    public Problem {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        headers = Map.copyOf(headers);
    }

    public static Problem of(String name, int status, String title, String detail) {
        return new Problem(name, status, title, detail, Map.of(), Map.of());
    }

    /** The same problem with one more member; numbers, text, lists and maps of these. */
    public Problem with(String field, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Problem(name, status, title, detail, more, headers);
    }

    /** The same problem with one more header. */
    public Problem withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(name, status, title, detail, fields, more);
    }

    /** The members as they are written, {@code type} first. */
    public Map<String, Object> body(String instance) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", TYPE_PREFIX + name);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("instance", instance);
        body.putAll(fields);
        return body;
    }
}
