package io.stockledger.cli.verify;

/** The operator has interrupted the verification; its state is stored. */
final class InterruptedVerificationException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
