package io.stockledger.access;

import io.stockledger.http.ProblemType;

/** The catalogue of the problems of access. */
enum AccessProblemType implements ProblemType {
    UNAUTHORIZED("unauthorized", 401, "The call needs a valid token"),
    FORBIDDEN("forbidden", 403, "The token does not have the scope of the call"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "The client sends more than its limit allows");

    private final String problemName;
    private final int status;
    private final String title;

    AccessProblemType(String problemName, int status, String title) {
        this.problemName = problemName;
        this.status = status;
        this.title = title;
    }

    @Override
    public String problemName() {
        return problemName;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
