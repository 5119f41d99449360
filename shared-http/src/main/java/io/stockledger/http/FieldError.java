package io.stockledger.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One fault of a request.
 *
 * @param field a field of the body, a part of the path, a query parameter or a header
 * @param message the fault, as a predicate: {@code must not be empty}
 */
public record FieldError(String field, String message) {

    /** The fault as an element of the problem's {@code errors}. */
    Map<String, Object> member() {
        var member = new LinkedHashMap<String, Object>();
        member.put("field", field);
        member.put("message", message);
        return member;
    }
}
