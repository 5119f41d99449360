package io.stockledger.http;

import io.stockledger.http.Problems.FieldError;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a JSON object strictly: what is missing, of the wrong type, too long, unknown or given
 * twice is collected, and {@link #finish} refuses the request naming all of it. Until then a faulty
 * field reads as an empty text or 0, so call {@code finish} before the values are used. For one
 * request and one thread.
 */
public final class RequestFields {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final JsonNode body;

    /** What the names of the fields begin with: {@code lines[3].}, or nothing. */
    private final String path;

    private final List<FieldError> errors;
    private final Set<String> read = new HashSet<>();
    private final Map<String, RequestFields> within = new LinkedHashMap<>();

    private RequestFields(JsonNode body, String path, List<FieldError> errors) {
        this.body = body;
        this.path = path;
        this.errors = errors;
    }

    /**
     * The fields of a request's body.
     *
     * @throws ProblemException malformed-request, where the body is no JSON object
     */
    public static RequestFields of(byte[] utf8) {
        JsonNode node;
        try {
            node = MAPPER.readTree(utf8);
        } catch (StreamReadException e) {
            throw notJson(e);
        } catch (JacksonException e) {
            throw new ProblemException(
                    Problems.malformedRequest(
                            "body", "a field is given twice, or text follows it"));
        }
        if (node == null || !node.isObject()) {
            throw new ProblemException(Problems.malformedRequest("body", "must be a JSON object"));
        }
        return new RequestFields(node, "", new ArrayList<>());
    }

    /** No body at all, for calls that have only a path and a query. */
    public static RequestFields none() {
        return new RequestFields(MAPPER.createObjectNode(), "", new ArrayList<>());
    }

    /** Checks an identifier that did not come in the body, such as one of the path. */
    public String identifier(String field, String value) {
        check(field, Identifiers.fault(value));
        return value;
    }

    public String identifier(String field) {
        return identifierOrNull(field, true, "");
    }

    public String identifierOr(String field, String otherwise) {
        return identifierOrNull(field, false, otherwise);
    }

    /** Free text of 1 to {@code charactersMax} characters without control characters. */
    public String text(String field, int charactersMax) {
        String value = string(field, true);
        if (value == null) {
            return "";
        }
        check(field, Identifiers.textFault(value, charactersMax));
        return value;
    }

    /**
     * A whole number in plain digits. One beyond the range of long reads as the nearest long: it is
     * refused as a quantity later, in the order that the contract gives the refusals.
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
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            refuse(field, "must be a whole number in plain digits");
            return 0L;
        }
        return node.bigIntegerValue().max(LONG_MIN).min(LONG_MAX).longValue();
    }

    /** A whole number from {@code min} to {@code max}; null where it is absent or refused. */
    public @Nullable Long optionalWholeNumber(String field, long min, long max) {
        JsonNode node = take(field);
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

    /** Whether the field is there and not null, whatever it holds. */
    public boolean isGiven(String field) {
        return take(field) != null;
    }

    /** {@code true} or {@code false}, or what holds where the field is absent. */
    public boolean flagOr(String field, boolean otherwise) {
        JsonNode node = take(field);
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
     * The number as it was sent, however large; null where the field is absent or no whole number.
     *
     * @param field by its full name, such as {@code lines[3].quantity}
     */
    public @Nullable BigInteger numberAsSent(String field) {
        int dot = field.indexOf('.');
        if (dot >= 0) {
            RequestFields object = within.get(field.substring(0, dot + 1));
            return object == null ? null : object.numberAsSent(field.substring(dot + 1));
        }
        JsonNode node = body.get(field);
        return node != null && node.isIntegralNumber() ? node.bigIntegerValue() : null;
    }

    /** A list of {@code min} to {@code max} identifiers; repeated ones are kept. */
    public List<String> identifiers(String field, int min, int max) {
        JsonNode node = take(field);
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
     * A list of {@code min} to {@code max} objects, whose fields are read as strictly and are named
     * with their place: {@code lines[3].quantity}.
     */
    public List<RequestFields> objects(String field, int min, int max) {
        JsonNode node = take(field);
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
                within.put(name + ".", object);
                objects.add(object);
            } else {
                refuse(name, "must be an object");
            }
        }
        return objects;
    }

    /** One of these texts, or what holds where the field is absent. */
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

    /** Text that the caller has rules of his own for; null where it is absent. */
    public @Nullable String optionalText(String field) {
        return string(field, false);
    }

    /** Adds a refusal of the caller's own, to be reported with the rest. */
    public void refuse(String field, String message) {
        errors.add(new FieldError(path + field, message));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException malformed-request with all errors, unknown fields among them
     */
    public void finish() {
        refuseUnread();
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.malformedRequest(errors));
        }
    }

    private void refuseUnread() {
        for (String field : body.propertyNames()) {
            if (!read.contains(field)) {
                refuse(field, "is not a field of this request");
            }
        }
        within.values().forEach(RequestFields::refuseUnread);
    }

    private String identifierOrNull(String field, boolean required, String otherwise) {
        String value = string(field, required);
        if (value == null) {
            return otherwise;
        }
        check(field, Identifiers.fault(value));
        return value;
    }

    private @Nullable String string(String field, boolean required) {
        JsonNode node = take(field);
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

    /** The field's value; null where it is absent or null, which mean the same. */
    private @Nullable JsonNode take(String field) {
        read.add(field);
        JsonNode node = body.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private void missing(String field) {
        refuse(field, "is missing");
    }

    private void check(String field, @Nullable String fault) {
        if (fault != null) {
            refuse(field, fault);
        }
    }

    private static ProblemException notJson(StreamReadException e) {
        var at = e.getLocation();
        String where =
                at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ProblemException(Problems.malformedRequest("body", "is not valid JSON" + where));
    }
}
