package io.stockledger.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The problems that either service can answer; those of a command's refusals live with the
 * commands.
 */
public final class Problems {

    /** A request with more faults than these is told how many more. */
    private static final int ERRORS_SHOWN_MAX = 100;

    private Problems() {}

    /**
     * One thing that is wrong with a request: the field (a body's, a path's or a query's) and why.
     */
    public record FieldError(String field, String message) {

        private Map<String, Object> member() {
            var member = new LinkedHashMap<String, Object>();
            member.put("field", field);
            member.put("message", message);
            return member;
        }
    }

    public static Problem malformedRequest(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return Problem.of(
                        "malformed-request",
                        400,
                        "The request is malformed",
                        first.field() + ": " + first.message() + more)
                .with(
                        "errors",
                        errors.stream().limit(ERRORS_SHOWN_MAX).map(FieldError::member).toList());
    }

    public static Problem malformedRequest(String field, String message) {
        return malformedRequest(List.of(new FieldError(field, message)));
    }

    /** The service takes no more requests, or no more of this one. */
    public static Problem unavailable() {
        return Problem.of(
                        "unavailable",
                        503,
                        "The service is not available",
                        "The service is starting or stopping; try again")
                .withHeader("Retry-After", "1");
    }

    public static Problem payloadTooLarge(long bytesMax) {
        return Problem.of(
                        "payload-too-large",
                        413,
                        "The request body is too large",
                        "body: longer than " + bytesMax + " bytes")
                .with("bytesMax", bytesMax);
    }

    public static Problem unsupportedMediaType(Collection<String> accepted) {
        return Problem.of(
                        "unsupported-media-type",
                        415,
                        "The media type is not supported",
                        "Content-Type: send " + String.join(" or ", accepted))
                .withHeader("Accept", String.join(", ", accepted));
    }

    public static Problem notAcceptable(Collection<String> offered) {
        return Problem.of(
                "not-acceptable",
                406,
                "No acceptable media type",
                "Accept: this resource is offered as " + String.join(" or ", offered));
    }

    public static Problem methodNotAllowed(String method, Collection<String> allowed) {
        return Problem.of(
                        "method-not-allowed",
                        405,
                        "The method is not allowed",
                        method + " is not allowed here; allowed: " + String.join(", ", allowed))
                .withHeader("Allow", String.join(", ", allowed));
    }

    public static Problem pathNotFound(String path) {
        return Problem.of(
                "not-found", 404, "There is nothing at this path", "path: nothing is at " + path);
    }

    public static Problem productNotFound(String productId) {
        return Problem.of(
                        "product-not-found",
                        404,
                        "The product is not known",
                        "productId: no product '" + productId + "' is registered")
                .with("productId", productId);
    }

    public static Problem internalError(String correlationId) {
        return Problem.of(
                        "internal-error",
                        500,
                        "Something went wrong in the service",
                        "The cause is in the service's log under this correlationId")
                .with("correlationId", correlationId);
    }

    /**
     * The problem for a status that the web server itself chose, before or beside the application.
     */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 ->
                    malformedRequest(
                            "request",
                            "its line or a header is malformed; ids in a path are UTF-8,"
                                    + " percent-encoded, without control characters");
            case 413 ->
                    Problem.of(
                            "payload-too-large",
                            413,
                            "The request is too large",
                            "request: its header or body is too large");
            case 414, 431 ->
                    Problem.of(
                            "request-header-too-large",
                            status,
                            "The request line or header is too large",
                            "request: its target or header is too large");
            case 503 -> unavailable();
            default ->
                    Problem.of(
                            status < 500 ? "request-refused" : "internal-error",
                            status,
                            status < 500
                                    ? "The request is refused"
                                    : "Something went wrong in the service",
                            "The web server answered with status " + status);
        };
    }
}
