package io.stockledger.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal or failure as {@code application/problem+json} (RFC 9457). Immutable.
 *
 * @param type its kind, which determines the name, the status and the title
 * @param detail the fault of this one request and, if there is one, its remedy
 * @param fields further members, in the order in which they are written
 * @param headers headers of the answer, such as {@code Retry-After}
 */
public record Problem(
        ProblemType type, String detail, Map<String, Object> fields, Map<String, String> headers) {

    private static final String TYPE_PREFIX = "urn:stockledger:problem:";

    public Problem {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        headers = Map.copyOf(headers);
    }

    /** The HTTP status. */
    public int status() {
        return type.status();
    }

    /** A copy with one more member: a number, text, or a list or map of these. */
    public Problem with(String field, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Problem(type, detail, more, headers);
    }

    /** A copy with one more header. */
    public Problem withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, detail, fields, more);
    }

    /**
     * The members in the order in which they are written, {@code type} first.
     *
     * @param instance the path of the request
     */
    public Map<String, Object> body(String instance) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", TYPE_PREFIX + type.problemName());
        body.put("title", type.title());
        body.put("status", type.status());
        body.put("detail", detail);
        body.put("instance", instance);
        body.putAll(fields);
        return body;
    }
}
