package io.stockledger.http;

import io.stockledger.http.Problems.FieldError;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a request's query strictly: what is malformed, out of bounds, unknown or given twice is
 * collected, and {@link #finish} refuses the request naming all of it. Until then a faulty
 * parameter reads as if it were absent, so call {@code finish} before the values are used. For one
 * request and one thread.
 */
public final class QueryParameters {

    private static final Pattern PLAIN_DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private static final Pattern UTC_INSTANT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{1,9})?Z");

    private final Map<String, String[]> parameters;
    private final Set<String> read = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    /**
     * The parameters of a request without a form as its body.
     *
     * @throws ProblemException malformed-request, where the query is not well percent-encoded
     */
    public static QueryParameters of(HttpServletRequest request) {
        try {
            return new QueryParameters(request.getParameterMap());
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Tomcat's, and Jetty's.
            throw new ProblemException(
                    Problems.malformedRequest("query", "is not well percent-encoded"));
        }
    }

    /** Checks an identifier of the path, to be reported with the rest. */
    public String pathIdentifier(String field, String value) {
        check(field, Identifiers.fault(value));
        return value;
    }

    /** Whether the parameter is there at all, with any value. */
    public boolean isGiven(String name) {
        return parameters.containsKey(name);
    }

    /** An identifier, or null where the parameter is absent. */
    public @Nullable String identifier(String name) {
        String value = take(name);
        if (value != null) {
            check(name, Identifiers.fault(value));
        }
        return value;
    }

    /** Up to {@code max} identifiers, given once each or more often; none where it is absent. */
    public List<String> identifiers(String name, int max) {
        read.add(name);
        String[] values = parameters.get(name);
        if (values == null) {
            return List.of();
        }
        if (values.length > max) {
            refuse(name, "is given more than " + max + " times");
            return List.of();
        }
        for (String value : values) {
            check(name, Identifiers.fault(value));
        }
        return List.of(values);
    }

    /** Free text of 1 to {@code charactersMax} characters, or null where it is absent. */
    public @Nullable String text(String name, int charactersMax) {
        String value = take(name);
        if (value != null) {
            check(name, Identifiers.textFault(value, charactersMax));
        }
        return value;
    }

    /** {@code true} or {@code false}, or null where the parameter is absent. */
    public @Nullable Boolean flag(String name) {
        String value = take(name);
        if (value == null || value.equals("true") || value.equals("false")) {
            return value == null ? null : Boolean.valueOf(value);
        }
        refuse(name, "must be true or false");
        return null;
    }

    /** A whole number from {@code min} to {@code max} in plain digits, or null where absent. */
    public @Nullable Long wholeNumber(String name, long min, long max) {
        String value = take(name);
        if (value == null) {
            return null;
        }
        if (PLAIN_DIGITS.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        refuse(name, "must be a whole number from " + min + " to " + max);
        return null;
    }

    /** The same, with what holds where the parameter is absent. */
    public long wholeNumberOr(String name, long min, long max, long otherwise) {
        Long value = wholeNumber(name, min, max);
        return value == null ? otherwise : value;
    }

    /** An instant as RFC 3339 has it, in UTC, to the microsecond; or null where it is absent. */
    public @Nullable Instant instant(String name) {
        String value = take(name);
        if (value == null) {
            return null;
        }
        if (UTC_INSTANT.matcher(value).matches()) {
            try {
                return Instant.parse(value).truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeParseException e) {
                // No such day or hour: refused as the rest is.
            }
        }
        refuse(name, "must be an instant in UTC such as 2026-03-01T09:30:00Z");
        return null;
    }

    /** One of the allowed words, or null where the parameter is absent. */
    public @Nullable String oneOf(String name, Collection<String> allowed) {
        String value = take(name);
        if (value == null || allowed.contains(value)) {
            return value;
        }
        refuse(name, "must be one of " + String.join(", ", allowed));
        return null;
    }

    /** Adds a refusal of the caller's own, to be reported with the rest. */
    public void refuse(String name, String message) {
        errors.add(new FieldError(name, message));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException malformed-request with all errors, unknown parameters among them
     */
    public void finish() {
        for (String name : parameters.keySet()) {
            if (!read.contains(name)) {
                refuse(name, "is not a parameter of this request");
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.malformedRequest(errors));
        }
    }

    private @Nullable String take(String name) {
        read.add(name);
        String[] values = parameters.get(name);
        if (values == null || values.length == 0) {
            return null;
        }
        if (values.length > 1) {
            refuse(name, "is given more than once");
            return null;
        }
        return values[0];
    }

    private void check(String name, @Nullable String fault) {
        if (fault != null) {
            refuse(name, fault);
        }
    }
}
