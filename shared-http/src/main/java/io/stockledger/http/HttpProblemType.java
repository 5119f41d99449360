package io.stockledger.http;

/** The catalogue of the problems that both services answer. */
public enum HttpProblemType implements ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request is malformed"),
    REQUEST_REFUSED("request-refused", 400, "The web server refused the request"),
    NOT_FOUND("not-found", 404, "The path does not exist"),
    PRODUCT_NOT_FOUND("product-not-found", 404, "The product is not known"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable media type"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not arrive in time"),
    PAYLOAD_TOO_LARGE("payload-too-large", 413, "The request body is too large"),
    REQUEST_TARGET_TOO_LONG("request-target-too-long", 414, "The request target is too long"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", 415, "The format of the request body is not supported"),
    EXPECTATION_FAILED("expectation-failed", 417, "The Expect header cannot be met"),
    REQUEST_HEADER_TOO_LARGE("request-header-too-large", 431, "The request header is too large"),
    INTERNAL_ERROR("internal-error", 500, "An unexpected error occurred in the service"),
    NOT_IMPLEMENTED("not-implemented", 501, "The web server does not implement the request"),
    UNAVAILABLE("unavailable", 503, "The service is not available"),
    OVERLOADED("overloaded", 503, "The service is overloaded"),
    HTTP_VERSION_NOT_SUPPORTED(
            "http-version-not-supported", 505, "The HTTP version is not supported");

    private final String problemName;
    private final int status;
    private final String title;

    HttpProblemType(String problemName, int status, String title) {
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
