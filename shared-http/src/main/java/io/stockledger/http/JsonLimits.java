package io.stockledger.http;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * The limits of a JSON text: Jackson's own and one of the number of tokens, each with its message.
 * Jackson throws one exception type for all limits, so that the limit could be recognised by the
 * message only.
 */
final class JsonLimits extends StreamReadConstraints {

    private static final long serialVersionUID = 1L;

    /**
     * The largest request, an order of 2,000 lines, has a fifth of it. Without this limit a text
     * such as {@code [[],[],[]]} needs 30 times its length as a tree.
     */
    static final long TOKENS_MAX = 100_000;

    JsonLimits() {
        super(
                DEFAULT_MAX_DEPTH,
                DEFAULT_MAX_DOC_LEN,
                TOKENS_MAX,
                DEFAULT_MAX_NUM_LEN,
                DEFAULT_MAX_STRING_LEN,
                DEFAULT_MAX_NAME_LEN);
    }

    /** A JSON text exceeds a limit. The original message is the fault as a predicate. */
    static final class LimitExceededException extends StreamConstraintsException {

        private static final long serialVersionUID = 1L;

        LimitExceededException(String message) {
            super(message);
        }
    }

    @Override
    public void validateNestingDepth(int depth) {
        check(depth, getMaxNestingDepth(), "is nested deeper than %d levels");
    }

    @Override
    public void validateTokenCount(long count) {
        check(count, getMaxTokenCount(), "has more than %d names, values and brackets");
    }

    @Override
    public void validateIntegerLength(int length) {
        check(length, getMaxNumberLength(), "has a number of more than %d digits");
    }

    @Override
    public void validateFPLength(int length) {
        check(length, getMaxNumberLength(), "has a number of more than %d digits");
    }

    @Override
    public void validateNameLength(int length) {
        check(length, getMaxNameLength(), "has a field name of more than %d characters");
    }

    @Override
    public void validateStringLength(int length) {
        validateStringLengthLong(length);
    }

    @Override
    public void validateStringLengthLong(long length) {
        check(length, getMaxStringLength(), "has a text of more than %d characters");
    }

    private static void check(long actual, long max, String message) {
        if (actual > max) {
            throw new LimitExceededException(String.format(message, max));
        }
    }
}
