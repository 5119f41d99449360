package io.stockledger.http;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Makes the problems of {@link HttpProblemType}. */
public final class Problems {

    /** A request with more faults than this is answered with the first of them and their number. */
    private static final int ERRORS_SHOWN_MAX = 100;

    private Problems() {}

    public static Problem malformedRequest(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return HttpProblemType.MALFORMED_REQUEST
                .problem(first.field() + ": " + first.message() + more)
                .with(
                        "errors",
                        errors.stream().limit(ERRORS_SHOWN_MAX).map(FieldError::member).toList());
    }

    public static Problem malformedRequest(String field, String message) {
        return malformedRequest(List.of(new FieldError(field, message)));
    }

    /** The service accepts no requests at the moment, or no more of this one. */
    public static Problem unavailable() {
        return HttpProblemType.UNAVAILABLE
                .problem("The service is starting or stopping; try again")
                .withHeader("Retry-After", "1");
    }

    /** The byte budget has no room for the body or the line. */
    static Problem bodiesOverloaded() {
        return HttpProblemType.OVERLOADED
                .problem(
                        "body: the request bodies that the service is reading use all memory that"
                                + " they may use; nothing of this one was recorded; try again")
                .withHeader("Retry-After", "1")
                .withHeader("Connection", "close");
    }

    /** The body or the line did not arrive in time. */
    static Problem bodyTimedOut(Duration timeout) {
        return HttpProblemType.REQUEST_TIMEOUT
                .problem(
                        "body: it did not arrive within %d ms; nothing of it was recorded"
                                .formatted(timeout.toMillis()))
                .withHeader("Connection", "close");
    }

    public static Problem payloadTooLarge(long bytesMax) {
        return HttpProblemType.PAYLOAD_TOO_LARGE
                .problem("body: longer than " + bytesMax + " bytes")
                .with("bytesMax", bytesMax);
    }

    public static Problem unsupportedMediaType(Collection<String> accepted) {
        return HttpProblemType.UNSUPPORTED_MEDIA_TYPE
                .problem("Content-Type: send " + String.join(" or ", accepted))
                .withHeader("Accept", String.join(", ", accepted));
    }

    /** The body is in a character encoding other than UTF-8. */
    public static Problem unsupportedCharset(String charset) {
        return HttpProblemType.UNSUPPORTED_MEDIA_TYPE.problem(
                "body: the character encoding " + charset + " is not supported; send UTF-8");
    }

    /** The body is compressed or otherwise encoded. */
    public static Problem unsupportedContentEncoding(String encoding) {
        return HttpProblemType.UNSUPPORTED_MEDIA_TYPE
                .problem(
                        "Content-Encoding: '"
                                + encoding
                                + "' is not supported; send the body without a content encoding")
                .withHeader("Accept-Encoding", "identity");
    }

    public static Problem notAcceptable(Collection<String> offered) {
        return HttpProblemType.NOT_ACCEPTABLE.problem(
                "Accept: this resource is offered as " + String.join(" or ", offered));
    }

    /**
     * The resource does not allow the method.
     *
     * @param allowed the methods that it allows; an empty {@code Allow} header means none
     */
    public static Problem methodNotAllowed(String method, Collection<String> allowed) {
        String alternatives =
                allowed.isEmpty() ? "no method is" : "allowed: " + String.join(", ", allowed);
        return HttpProblemType.METHOD_NOT_ALLOWED
                .problem(method + " is not allowed here; " + alternatives)
                .withHeader("Allow", String.join(", ", allowed));
    }

    public static Problem pathNotFound(String path) {
        return HttpProblemType.NOT_FOUND.problem("path: " + path + " does not exist");
    }

    public static Problem productNotFound(String productId) {
        return HttpProblemType.PRODUCT_NOT_FOUND
                .problem("productId: no product '" + productId + "' is registered")
                .with("productId", productId);
    }

    public static Problem internalError(String correlationId) {
        return HttpProblemType.INTERNAL_ERROR
                .problem("The cause is in the service's log under this correlationId")
                .with("correlationId", correlationId);
    }

    /**
     * The problem for a status that the web server itself chose, before or beside the application.
     * An unknown status is answered as the general one of its class (RFC 9110, 15): 400 or 500.
     */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 ->
                    malformedRequest(
                            "request",
                            "its line or a header is malformed; ids in a path are UTF-8,"
                                    + " percent-encoded, without control characters, and neither"
                                    + " '.' nor '..'");
            case 404 -> HttpProblemType.NOT_FOUND.problem("path: it does not exist");
            case 405 ->
                    HttpProblemType.METHOD_NOT_ALLOWED.problem(
                            "the web server does not allow this method");
            case 408 ->
                    HttpProblemType.REQUEST_TIMEOUT.problem(
                            "request: it did not arrive in time; nothing of it was recorded");
            case 413 ->
                    HttpProblemType.PAYLOAD_TOO_LARGE.problem(
                            "body: longer than the web server accepts");
            case 414 ->
                    HttpProblemType.REQUEST_TARGET_TOO_LONG.problem(
                            "request: its path and query are longer than the web server accepts");
            case 417 ->
                    HttpProblemType.EXPECTATION_FAILED.problem(
                            "Expect: only 100-continue is supported");
            case 431 ->
                    HttpProblemType.REQUEST_HEADER_TOO_LARGE.problem(
                            "request: its header is longer than the web server accepts");
            case 501 ->
                    HttpProblemType.NOT_IMPLEMENTED.problem(
                            "request: its method or transfer encoding is not implemented");
            case 503 -> unavailable();
            case 505 -> HttpProblemType.HTTP_VERSION_NOT_SUPPORTED.problem("request: use HTTP/1.1");
            default ->
                    (status < 500
                                    ? HttpProblemType.REQUEST_REFUSED
                                    : HttpProblemType.INTERNAL_ERROR)
                            .problem("The web server ended the request with status " + status);
        };
    }
}
