package io.stockledger.command.http;

import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The key under which a command takes effect once: 1 to 255 printable ASCII characters, without
 * blanks around them. Two keys are the same if all their characters are.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    /** Is {@code true} on the repeated answer of an earlier request. */
    static final String REPLAYED_HEADER = "Idempotency-Replayed";

    private static final String FIELD = "idempotencyKey";

    private static final Pattern KEY =
            Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

    private IdempotencyKey() {}

    /** The key in the header of the request, or null if it is absent. */
    static @Nullable String ofHeader(HttpServletRequest request, RequestFields fields) {
        List<String> headers = Collections.list(request.getHeaders(HEADER));
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1) {
            fields.refuse(HEADER, "must be given once");
        }
        return checked(HEADER, headers.getFirst(), fields);
    }

    /** The key in a field of the body, or null if it is absent. */
    static @Nullable String ofField(RequestFields fields) {
        String key = fields.optionalText(FIELD);
        return key == null ? null : checked(FIELD, key, fields);
    }

    private static String checked(String name, String key, RequestFields fields) {
        if (!KEY.matcher(key).matches()) {
            fields.refuse(
                    name,
                    "must be 1 to 255 printable ASCII characters, without blanks around them");
        }
        return key;
    }
}
