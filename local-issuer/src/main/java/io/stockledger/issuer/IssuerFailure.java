package io.stockledger.issuer;

/** The keys cannot be used, or a token is refused. The message is one line with cause and cure. */
public final class IssuerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IssuerFailure(String message) {
        super(message);
    }

    public IssuerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
