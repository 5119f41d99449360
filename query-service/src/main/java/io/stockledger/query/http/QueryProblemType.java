package io.stockledger.query.http;

import io.stockledger.http.ProblemType;

/**
 * The catalogue of the problems that only the query service answers. The others are in {@link
 * io.stockledger.http.HttpProblemType}.
 */
public enum QueryProblemType implements ProblemType {
    PROJECTION_NOT_FOUND("projection-not-found", 404, "The read model does not exist"),
    GENERATION_NOT_FOUND("generation-not-found", 404, "The generation does not exist"),
    DEAD_LETTER_NOT_FOUND("dead-letter-not-found", 404, "The dead letter does not exist"),
    REBUILD_RUNNING("rebuild-running", 409, "A rebuild of this read model is already running"),
    NO_REBUILD_RUNNING("no-rebuild-running", 409, "No rebuild of this read model is running"),
    GENERATION_NOT_CURRENT("generation-not-current", 409, "The generation cannot be swapped in"),
    NOT_YET_VISIBLE("not-yet-visible", 503, "The view has not reached that version yet"),
    SWAP_TIMED_OUT("swap-timed-out", 503, "The running reads did not end in time"),
    VIEW_UNAVAILABLE("view-unavailable", 503, "The view cannot be read");

    private final String problemName;
    private final int status;
    private final String title;

    QueryProblemType(String problemName, int status, String title) {
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
