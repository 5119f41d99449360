package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields of a JSON object strictly. Fields that are missing, of the wrong type, too long
 * or unknown are collected, and {@link #finish} refuses the request and names all of them. Until
 * then a faulty field reads as an empty text or 0, so call {@code finish} before you use the
 * values. Used by one thread for one request.
 */
public final class RequestFields {

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final JsonNode body;

    /** The prefix of the names of the fields: {@code lines[3].}, or empty. */
    private final String path;

    private final FieldErrors errors;
    private final Set<String> known = new HashSet<>();
    private final Map<String, RequestFields> nested = new LinkedHashMap<>();

    private RequestFields(JsonNode body, String path, FieldErrors errors) {
        this.body = body;
        this.path = path;
        this.errors = errors;
    }

    /**
     * The fields of a body.
     *
     * @throws ProblemException malformed-request, if the body is not one JSON object
     */
    public static RequestFields of(byte[] utf8) {
        return new RequestFields(JsonBody.parse(utf8), "", new FieldErrors());
    }

    /** No fields, for a call that has only a path and headers. */
    public static RequestFields none() {
        return new RequestFields(JsonBody.empty(), "", new FieldErrors());
    }

    /** No fields, for a call that must not have a body: the body of a DELETE is refused. */
    public static RequestFields withoutBody(HttpServletRequest request) {
        RequestFields fields = none();
        if (RequestBodies.isPresent(request)) {
            fields.refuse("body", "must be empty, since this call has no body");
        }
        return fields;
    }

    /** Refuses each query parameter of the request, for calls that have none. */
    public void refuseQuery(HttpServletRequest request) {
        for (String name : QueryParameters.namesIn(request)) {
            refuse(name, QueryParameters.UNKNOWN);
        }
    }

    /**
     * The only query parameter of a call, which is {@code true} or {@code false}. Each other
     * parameter is refused.
     *
     * @return whether it is {@code true}; false if it is absent or refused
     */
    public boolean queryFlag(HttpServletRequest request, String name) {
        if (request.getQueryString() == null) {
            return false;
        }
        QueryParameters query = QueryParameters.of(request);
        Boolean flag = query.flag(name);
        query.addFaultsTo(errors);
        return flag != null && flag;
    }

    /** Checks an identifier that is not in the body, such as one of the path. */
    public String identifier(String field, String value) {
        check(field, Identifiers.fault(value));
        return value;
    }

    public String identifier(String field) {
        String value = checkedIdentifier(field, string(field, true));
        return value == null ? "" : value;
    }

    public String identifierOr(String field, String otherwise) {
        String value = optionalIdentifier(field);
        return value == null ? otherwise : value;
    }

    public @Nullable String optionalIdentifier(String field) {
        return checkedIdentifier(field, string(field, false));
    }

    /** Free text of 1 to {@code charactersMax} characters without control characters. */
    public String text(String field, int charactersMax) {
        String value = checkedText(field, string(field, true), charactersMax);
        return value == null ? "" : value;
    }

    /** The same, or null if the field is absent. */
    public @Nullable String optionalText(String field, int charactersMax) {
        return checkedText(field, string(field, false), charactersMax);
    }

    private @Nullable String checkedText(String field, @Nullable String value, int charactersMax) {
        if (value != null) {
            check(field, Identifiers.textFault(value, charactersMax));
        }
        return value;
    }

    /**
     * A whole number in plain digits. A number beyond the range of long reads as the nearest long:
     * it is refused as a quantity later, in the contract's order of precedence.
     */
    public long wholeNumber(String field) {
        Long value = optionalWholeNumber(field);
        if (value == null) {
            missing(field);
            return 0;
        }
        return value;
    }

    public @Nullable Long optionalWholeNumber(String field) {
        JsonNode node = value(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            refuse(field, "must be a whole number in plain digits");
            return 0L;
        }
        return node.bigIntegerValue().max(LONG_MIN).min(LONG_MAX).longValue();
    }

    /** A whole number from {@code min} to {@code max}; null if it is absent or refused. */
    public @Nullable Long optionalWholeNumber(String field, long min, long max) {
        JsonNode node = value(field);
        if (node == null) {
            return null;
        }
        BigInteger number = node.isIntegralNumber() ? node.bigIntegerValue() : null;
        if (number == null
                || number.compareTo(BigInteger.valueOf(min)) < 0
                || number.compareTo(BigInteger.valueOf(max)) > 0) {
            refuse(field, "must be a whole number in plain digits from " + min + " to " + max);
            return null;
        }
        return number.longValueExact();
    }

    /** Whether the field is present and not null. */
    public boolean isGiven(String field) {
        return value(field) != null;
    }

    /** Whether the field is present, also with null, for calls in which null is a value. */
    public boolean isPresent(String field) {
        known.add(field);
        return body.has(field);
    }

    /** Refuses a field that is present with null, for calls in which null is a value. */
    public void refuseNull(String field) {
        if (isPresent(field) && !isGiven(field)) {
            refuse(field, "must not be null");
        }
    }

    /** {@code true} or {@code false}, or {@code otherwise} if the field is absent. */
    public boolean flagOr(String field, boolean otherwise) {
        JsonNode node = value(field);
        if (node == null) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            refuse(field, "must be true or false");
            return otherwise;
        }
        return node.booleanValue();
    }

    /**
     * The number as it was sent, of any size; null if the field is absent or not a whole number.
     *
     * @param field its full name, such as {@code lines[3].quantity}
     */
    public @Nullable BigInteger numberAsSent(String field) {
        int dot = field.indexOf('.');
        if (dot >= 0) {
            RequestFields object = nested.get(field.substring(0, dot + 1));
            return object == null ? null : object.numberAsSent(field.substring(dot + 1));
        }
        JsonNode node = body.get(field);
        return node != null && node.isIntegralNumber() ? node.bigIntegerValue() : null;
    }

    /** A list of {@code min} to {@code max} identifiers; repeated ones are kept. */
    public List<String> identifiers(String field, int min, int max) {
        JsonNode node = value(field);
        if (node == null) {
            missing(field);
            return List.of();
        }
        if (!node.isArray() || node.size() < min || node.size() > max) {
            refuse(field, "must be a list of " + min + " to " + max + " identifiers");
            return List.of();
        }
        var values = new ArrayList<String>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String name = field + "[" + i + "]";
            JsonNode element = node.get(i);
            if (element.isString()) {
                values.add(identifier(name, element.stringValue()));
            } else {
                refuse(name, "must be text");
            }
        }
        return values;
    }

    /**
     * A list of {@code min} to {@code max} objects. Their fields are read as strictly and are named
     * with their index: {@code lines[3].quantity}.
     */
    public List<RequestFields> objects(String field, int min, int max) {
        JsonNode node = value(field);
        if (node == null) {
            missing(field);
            return List.of();
        }
        if (!node.isArray() || node.size() < min || node.size() > max) {
            refuse(field, "must be a list of " + min + " to " + max + " objects");
            return List.of();
        }
        var objects = new ArrayList<RequestFields>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String name = field + "[" + i + "]";
            if (node.get(i).isObject()) {
                var object = new RequestFields(node.get(i), path + name + ".", errors);
                nested.put(name + ".", object);
                objects.add(object);
            } else {
                refuse(name, "must be an object");
            }
        }
        return objects;
    }

    /** One of the allowed texts, or {@code otherwise} if the field is absent. */
    public String oneOf(String field, List<String> allowed, String otherwise) {
        String value = string(field, false);
        if (value == null) {
            return otherwise;
        }
        if (!allowed.contains(value)) {
            refuse(field, "must be one of " + String.join(", ", allowed));
            return otherwise;
        }
        return value;
    }

    /** Text that the caller checks itself; null if it is absent. */
    public @Nullable String optionalText(String field) {
        return string(field, false);
    }

    /** Adds a fault that the caller has found, to be reported with the others. */
    public void refuse(String field, String message) {
        errors.add(path + field, message);
    }

    /**
     * Refuses the request if any fault was found.
     *
     * @throws ProblemException malformed-request with all faults, including unknown fields
     */
    public void finish() {
        refuseUnknown();
        errors.throwIfAny();
    }

    private void refuseUnknown() {
        for (String field : body.propertyNames()) {
            if (!known.contains(field)) {
                refuse(field, "is not a field of this request");
            }
        }
        nested.values().forEach(RequestFields::refuseUnknown);
    }

    private @Nullable String checkedIdentifier(String field, @Nullable String value) {
        if (value != null) {
            check(field, Identifiers.fault(value));
        }
        return value;
    }

    private @Nullable String string(String field, boolean required) {
        JsonNode node = value(field);
        if (node == null) {
            if (required) {
                missing(field);
            }
            return null;
        }
        if (!node.isString()) {
            refuse(field, "must be text");
            return null;
        }
        return node.stringValue();
    }

    /** The field's value; null if it is absent or JSON null, which mean the same. */
    private @Nullable JsonNode value(String field) {
        known.add(field);
        JsonNode node = body.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private void missing(String field) {
        refuse(field, "is missing");
    }

    private void check(String field, @Nullable String fault) {
        errors.addIfPresent(path + field, fault);
    }
}
