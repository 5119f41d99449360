package io.stockledger.http;

import java.util.Map;

/**
 * A kind of problem. All problems of one kind have the same name, status and title; the name and
 * the status are part of the HTTP contract. Each catalogue of problems is an enum that implements
 * this interface: {@link HttpProblemType} for both services, and one for each service beside it.
 */
public interface ProblemType {

    /** The last part of the type {@code urn:stockledger:problem:<name>}. */
    String problemName();

    /** The HTTP status. */
    int status();

    /** One line that is the same for every problem of this kind. */
    String title();

    /**
     * A problem of this kind.
     *
     * @param detail the fault of this one request and, if there is one, its remedy
     */
    default Problem problem(String detail) {
        return new Problem(this, detail, Map.of(), Map.of());
    }
}
