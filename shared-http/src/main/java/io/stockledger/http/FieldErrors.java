package io.stockledger.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one request. Not thread-safe. */
final class FieldErrors {

    private final List<FieldError> errors = new ArrayList<>();

    void add(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    void addAll(FieldErrors others) {
        errors.addAll(others.errors);
    }

    /** Adds the fault, unless it is null. */
    void addIfPresent(String field, @Nullable String fault) {
        if (fault != null) {
            add(field, fault);
        }
    }

    /**
     * Does nothing if no fault was added.
     *
     * @throws ProblemException malformed-request with all faults
     */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.malformedRequest(errors));
        }
    }
}
