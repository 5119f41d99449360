package io.stockledger.verification;

/**
 * Receives the lines of a product.
 *
 * @param <E> the exception that it throws
 */
@FunctionalInterface
public interface LineVisitor<E extends Exception> {

    void visit(String orderId, ModelLine line) throws E;
}
