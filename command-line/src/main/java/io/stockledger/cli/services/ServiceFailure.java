package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import tools.jackson.databind.JsonNode;

import java.net.URI;

/** A call that a service has refused or not answered. The message is one line. */
public final class ServiceFailure extends OperatorFailure {

    /** The name of the problem if there is no answer. */
    public static final String NO_ANSWER = "no-answer";

    private static final long serialVersionUID = 1L;
    private static final String URN = "urn:stockledger:problem:";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final String problem;
    private final boolean isTemporary;

    private ServiceFailure(String message, String problem, boolean isTemporary) {
        super(message);
        this.problem = problem;
        this.isTemporary = isTemporary;
    }

    /**
     * The failure of a call without an answer.
     *
     * @param addressOptions the options with which another address is given
     */
    static ServiceFailure noAnswer(String url, String trouble, String addressOptions) {
        return new ServiceFailure(
                "cannot reach %s (%s): start the system with ./run, or give another address with %s"
                        .formatted(url, trouble, addressOptions),
                NO_ANSWER,
                true);
    }

    /** The failure of an answer whose status is not 2xx. */
    static ServiceFailure refused(URI uri, int status, JsonNode body) {
        String detail = body.path("detail").asString("");
        return new ServiceFailure(
                detail.isEmpty()
                        ? "%s answers with status %d, without a reason: check the address"
                                .formatted(uri, status)
                        : "%s (%s answers %d %s)"
                                .formatted(detail, address(uri), status, name(status, body)),
                name(status, body),
                isTemporary(status));
    }

    /** The failure of an answer that refuses the token. */
    static ServiceFailure noAccess(URI uri, int status, JsonNode body, String cure) {
        return new ServiceFailure(
                "%s refuses the token (%s): %s"
                        .formatted(
                                address(uri),
                                body.path("detail").asString("status " + status),
                                cure),
                name(status, body),
                false);
    }

    /** Whether the same request may have success later: after a 5xx answer, or over a rate. */
    public static boolean isTemporary(int status) {
        return status >= SERVER_ERROR || status == TOO_MANY_REQUESTS;
    }

    /**
     * Returns the stable name of the problem in an answer, or {@code status 404} and so on if the
     * answer has none.
     */
    public static String name(int status, JsonNode body) {
        String type = body.path("type").asString("");
        return type.startsWith(URN) ? type.substring(URN.length()) : "status " + status;
    }

    private static String address(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The stable name of the problem, such as {@code product-not-found}. */
    public String problem() {
        return problem;
    }

    /** Whether the problem has this name. */
    public boolean is(String name) {
        return problem.equals(name);
    }

    /** Whether the same call may have success later. */
    public boolean isTemporary() {
        return isTemporary;
    }
}
