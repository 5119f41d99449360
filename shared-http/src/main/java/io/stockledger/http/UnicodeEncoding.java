package io.stockledger.http;

import org.jspecify.annotations.Nullable;

/** Recognises JSON text in a Unicode encoding other than UTF-8 by its first bytes. */
final class UnicodeEncoding {

    /** The number of bytes that are needed to recognise the encoding. */
    static final int PREFIX_BYTES = 4;

    private UnicodeEncoding() {}

    /**
     * {@code UTF-16} or {@code UTF-32}, or null if the text is in neither. They are recognised by
     * the byte order mark or, since the first two characters of a JSON object are ASCII, by the
     * pattern of null bytes (RFC 4627, 3).
     *
     * @param length the number of bytes of the text in {@code start}; the text is longer only if it
     *     is {@link #PREFIX_BYTES} or more
     */
    static @Nullable String nameOf(byte[] start, int length) {
        if (length < PREFIX_BYTES) {
            return length >= 2 && isByteOrderMark(start) ? "UTF-16" : null;
        }
        int nulls = 0;
        for (int i = 0; i < PREFIX_BYTES; i++) {
            nulls = nulls << 1 | (start[i] == 0 ? 1 : 0);
        }
        if (isByteOrderMark(start)) {
            return nulls == 0b0011 ? "UTF-32" : "UTF-16";
        }
        return switch (nulls) {
            case 0b1110, 0b0111 -> "UTF-32";
            case 0b1010, 0b0101 -> "UTF-16";
            // The byte order mark of big-endian UTF-32 follows two null bytes.
            case 0b1100 -> start[2] == (byte) 0xfe && start[3] == (byte) 0xff ? "UTF-32" : null;
            default -> null;
        };
    }

    private static boolean isByteOrderMark(byte[] start) {
        return (start[0] == (byte) 0xfe && start[1] == (byte) 0xff)
                || (start[0] == (byte) 0xff && start[1] == (byte) 0xfe);
    }
}
