package io.stockledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.Collections;

/** Reads the bodies of requests, which are UTF-8 without a content encoding. Thread-safe. */
public final class RequestBodies {

    private static final String CONTENT_ENCODING = "Content-Encoding";

    private RequestBodies() {}

    /**
     * All bytes of the body, whether or not the caller announced its length.
     *
     * @throws ProblemException payload-too-large, if it is longer than {@code bytesMax};
     *     unsupported-media-type, if it is not UTF-8 or has a content encoding; malformed-request,
     *     if the connection ended too early
     */
    public static byte[] read(HttpServletRequest request, int bytesMax) {
        requireUtf8(request);
        if (request.getContentLengthLong() > bytesMax) {
            throw new ProblemException(Problems.payloadTooLarge(bytesMax));
        }
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(bytesMax + 1);
        } catch (IOException e) {
            throw new ProblemException(
                    Problems.malformedRequest("body", "ended before its announced length"));
        }
        if (body.length > bytesMax) {
            throw new ProblemException(Problems.payloadTooLarge(bytesMax));
        }
        requireUtf8(body, body.length);
        return body;
    }

    /**
     * The body as a stream. Returns when its first line or its first four bytes have arrived, or
     * when it has ended; a failure of the connection is thrown by the stream.
     *
     * @throws ProblemException unsupported-media-type, if it is not UTF-8 or has a content encoding
     */
    public static InputStream stream(HttpServletRequest request) throws IOException {
        requireUtf8(request);
        byte[] start = new byte[UnicodeEncoding.PREFIX_BYTES];
        var body = new PushbackInputStream(request.getInputStream(), start.length);
        int length = 0;
        try {
            while (length < start.length && !endsWithLineFeed(start, length)) {
                int count = body.read(start, length, start.length - length);
                if (count < 0) {
                    break;
                }
                length += count;
            }
        } catch (IOException _) {
            // Reading on throws it again, behind the bytes that have arrived.
        }
        requireUtf8(start, length);
        body.unread(start, 0, length);
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

    private static boolean endsWithLineFeed(byte[] bytes, int length) {
        return length > 0 && bytes[length - 1] == '\n';
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

    private static void requireUtf8(byte[] start, int length) {
        String encoding = UnicodeEncoding.nameOf(start, length);
        if (encoding != null) {
            throw new ProblemException(Problems.unsupportedCharset(encoding));
        }
    }
}
