package io.stockledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Collections;

/** Reads the bodies of requests, which are UTF-8 without a content encoding. Thread-safe. */
public final class RequestBodies {

    private static final String CONTENT_ENCODING = "Content-Encoding";

    private RequestBodies() {}

    /**
     * All bytes of the body, whether or not the caller announced its length. They are part of the
     * byte budget until the request is done.
     *
     * @throws ProblemException payload-too-large, if it is longer than {@code bytesMax};
     *     unsupported-media-type, if it is not UTF-8 or has a content encoding; malformed-request,
     *     if the connection ended too early; request-timeout, if it did not arrive in time;
     *     overloaded, if the byte budget has no room
     */
    public static byte[] read(HttpServletRequest request, int bytesMax) {
        requireUtf8(request);
        if (request.getContentLengthLong() > bytesMax) {
            throw new ProblemException(Problems.payloadTooLarge(bytesMax));
        }
        IncomingBody incoming = IncomingBody.of(request);
        incoming.announce(request.getContentLengthLong());
        var buffer = new BodyBuffer(incoming);
        try {
            buffer.readFrom(request.getInputStream(), bytesMax + 1);
        } catch (IOException e) {
            throw new ProblemException(
                    Problems.malformedRequest("body", "ended before its announced length"));
        }
        if (buffer.size() > bytesMax) {
            throw new ProblemException(Problems.payloadTooLarge(bytesMax));
        }
        byte[] body = buffer.take();
        requireUtf8(body, body.length);
        return body;
    }

    /**
     * The body as a stream. If the caller announced its length, the method waits for the first line
     * or the first four bytes and checks the encoding. Otherwise it returns at once, because the
     * caller may wait for the head of the response before it sends the first byte; then the first
     * read checks the encoding and throws the problem. A failure of the connection is thrown by the
     * stream.
     *
     * @throws ProblemException unsupported-media-type, if it is not UTF-8 or has a content encoding
     */
    public static InputStream stream(HttpServletRequest request) throws IOException {
        requireUtf8(request);
        var body = new BodyStream(request.getInputStream());
        if (request.getContentLengthLong() > 0) {
            body.requireUtf8();
        }
        return body;
    }

    /** Whether the request has a body of at least one byte. Waits for its first byte if it may. */
    public static boolean isPresent(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced >= 0) {
            return announced > 0;
        }
        try {
            return request.getInputStream().read() >= 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static void requireUtf8(HttpServletRequest request) {
        for (String header : Collections.list(request.getHeaders(CONTENT_ENCODING))) {
            for (String encoding : header.split(",", -1)) {
                String name = encoding.strip();
                if (!name.isEmpty() && !name.equalsIgnoreCase("identity")) {
                    throw new ProblemException(Problems.unsupportedContentEncoding(name));
                }
            }
        }
        String type = request.getContentType();
        Charset charset = type == null ? null : MediaType.parseMediaType(type).getCharset();
        if (charset != null && !charset.equals(UTF_8) && !charset.equals(US_ASCII)) {
            throw new ProblemException(Problems.unsupportedCharset(charset.name()));
        }
    }

    /**
     * Checks the encoding of a body by its first bytes.
     *
     * @throws ProblemException unsupported-media-type
     */
    static void requireUtf8(byte[] start, int length) {
        String encoding = UnicodeEncoding.nameOf(start, length);
        if (encoding != null) {
            throw new ProblemException(Problems.unsupportedCharset(encoding));
        }
    }
}
