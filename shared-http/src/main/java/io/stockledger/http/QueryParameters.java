package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the query of a request strictly. Parameters that are malformed, out of bounds, repeated or
 * unknown are collected, and {@link #finish} refuses the request and names all of them. Until then
 * a faulty parameter reads as if it were absent, so call {@code finish} before you use the values.
 * Used by one thread for one request.
 */
public final class QueryParameters {

    /** The fault of a parameter that a call does not have. */
    static final String UNKNOWN = "is not a parameter of this request";

    private static final Pattern PLAIN_DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private static final Pattern UTC_INSTANT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{1,9})?Z");

    private final Map<String, String[]> parameters;
    private final Set<String> known = new HashSet<>();
    private final FieldErrors errors = new FieldErrors();

    private QueryParameters(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    /**
     * The parameters of a request whose body is not a form.
     *
     * @throws ProblemException malformed-request, if the percent-encoding of the query is malformed
     */
    public static QueryParameters of(HttpServletRequest request) {
        try {
            return new QueryParameters(request.getParameterMap());
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Thrown by Tomcat and by Jetty, respectively.
            throw new ProblemException(
                    Problems.malformedRequest("query", "has a malformed percent-encoding"));
        }
    }

    /**
     * The names of all parameters in the query.
     *
     * @throws ProblemException malformed-request, if the percent-encoding of the query is malformed
     */
    static Set<String> namesIn(HttpServletRequest request) {
        return request.getQueryString() == null ? Set.of() : of(request).parameters.keySet();
    }

    /** Checks an identifier of the path, to be reported with the others. */
    public String pathIdentifier(String field, String value) {
        check(field, Identifiers.fault(value));
        return value;
    }

    /** Whether the parameter is present, with any value. */
    public boolean isGiven(String name) {
        return parameters.containsKey(name);
    }

    /** An identifier, or null if the parameter is absent. */
    public @Nullable String identifier(String name) {
        String value = value(name);
        if (value != null) {
            check(name, Identifiers.fault(value));
        }
        return value;
    }

    /** Up to {@code max} identifiers, one for each time the parameter is given. */
    public List<String> identifiers(String name, int max) {
        known.add(name);
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

    /** Free text of 1 to {@code charactersMax} characters, or null if it is absent. */
    public @Nullable String text(String name, int charactersMax) {
        String value = value(name);
        if (value != null) {
            check(name, Identifiers.textFault(value, charactersMax));
        }
        return value;
    }

    /** {@code true} or {@code false}, or null if the parameter is absent. */
    public @Nullable Boolean flag(String name) {
        String value = value(name);
        if (value == null || value.equals("true") || value.equals("false")) {
            return value == null ? null : Boolean.valueOf(value);
        }
        refuse(name, "must be true or false");
        return null;
    }

    /** A whole number from {@code min} to {@code max} in plain digits, or null if absent. */
    public @Nullable Long wholeNumber(String name, long min, long max) {
        String value = value(name);
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

    /** The same, or {@code otherwise} if the parameter is absent. */
    public long wholeNumberOr(String name, long min, long max, long otherwise) {
        Long value = wholeNumber(name, min, max);
        return value == null ? otherwise : value;
    }

    /** An RFC 3339 instant in UTC, truncated to microseconds, or null if it is absent. */
    public @Nullable Instant instant(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        if (UTC_INSTANT.matcher(value).matches()) {
            try {
                return Instant.parse(value).truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeParseException e) {
                // The day or the hour does not exist.
            }
        }
        refuse(name, "must be an instant in UTC such as 2026-03-01T09:30:00Z");
        return null;
    }

    /** One of the allowed words, or null if the parameter is absent. */
    public @Nullable String oneOf(String name, Collection<String> allowed) {
        String value = value(name);
        if (value == null || allowed.contains(value)) {
            return value;
        }
        refuse(name, "must be one of " + String.join(", ", allowed));
        return null;
    }

    /** Adds a fault that the caller has found, to be reported with the others. */
    public void refuse(String name, String message) {
        errors.add(name, message);
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException malformed-request with all faults, including unknown parameters
     */
    public void finish() {
        refuseUnknown();
        errors.throwIfAny();
    }

    /** Ends the reading as a part of another one, which reports the faults with its own. */
    void addFaultsTo(FieldErrors others) {
        refuseUnknown();
        others.addAll(errors);
    }

    private void refuseUnknown() {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                refuse(name, UNKNOWN);
            }
        }
    }

    private @Nullable String value(String name) {
        known.add(name);
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
        errors.addIfPresent(name, fault);
    }
}
