package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import java.io.IOException;

/** Reads a body up to a limit, whether or not the caller announced its length. Thread-safe. */
public final class RequestBodies {

    private RequestBodies() {}

    /**
     * All bytes of the body.
     *
     * @throws ProblemException payload-too-large, beyond {@code bytesMax}; malformed-request, where
     *     the caller's connection ended first
     */
    public static byte[] read(HttpServletRequest request, int bytesMax) {
        if (request.getContentLengthLong() > bytesMax) {
            throw new ProblemException(Problems.payloadTooLarge(bytesMax));
        }
        try {
            byte[] body = request.getInputStream().readNBytes(bytesMax + 1);
            if (body.length > bytesMax) {
                throw new ProblemException(Problems.payloadTooLarge(bytesMax));
            }
            return body;
        } catch (IOException e) {
            throw new ProblemException(
                    Problems.malformedRequest("body", "ended before its announced length"));
        }
    }
}
