package io.stockledger.http;

import io.stockledger.http.Problems.FieldError;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a query string strictly: what is malformed, out of range, unknown or given twice is
 * collected, and {@link #finish} refuses the request naming all of it. Until then a faulty
 * parameter reads as its default, so call {@code finish} before the values are used. For one
 * request and one thread.
 */
public final class QueryParameters {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final Map<String, String[]> parameters;
    private final Set<String> read = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    public static QueryParameters of(HttpServletRequest request) {
        return new QueryParameters(request.getParameterMap());
    }

    /** The parameter's text, or null where it is absent. */
    public @Nullable String text(String name) {
        read.add(name);
        String[] values = parameters.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            refuse(name, "must be given once");
        }
        return values[0];
    }

    /** An identifier, or null where it is absent. */
    public @Nullable String identifier(String name) {
        String value = text(name);
        if (value != null) {
            String fault = Identifiers.fault(value);
            if (fault != null) {
                refuse(name, fault);
            }
        }
        return value;
    }

    /** A whole number from {@code least} to {@code greatest}, in plain digits. */
    public long wholeNumber(String name, long otherwise, long least, long greatest) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (WHOLE_NUMBER.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number >= least && number <= greatest) {
                return number;
            }
        }
        refuse(name, "must be a whole number from " + least + " to " + greatest);
        return otherwise;
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
}
