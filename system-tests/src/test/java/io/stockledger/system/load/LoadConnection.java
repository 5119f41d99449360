package io.stockledger.system.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/**
 * A connection over HTTP/1.1 that carries one request at a time and reads of an answer only what
 * the load needs, so that it leaves the processor to the service. For one thread.
 */
public final class LoadConnection implements AutoCloseable {

    private static final int CONNECT_MAX_MS = 40_000;
    private static final int ANSWER_MAX_MS = 40_000;
    private static final int BUFFER_BYTES = 1_024;
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final String LAST = "connection: close";
    private static final int HEXADECIMAL = 16;
    private static final int STATUS_FIELD = 1;

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean usable = true;

    /** Connects to the host and the port of the URL. */
    public LoadConnection(String url) throws IOException {
        this(url, InetAddress.getLoopbackAddress());
    }

    /**
     * Connects to the host and the port of the URL.
     *
     * @param from the address of the caller, one of this machine's
     */
    public LoadConnection(String url, InetAddress from) throws IOException {
        URI address = URI.create(url);
        socket.bind(new InetSocketAddress(from, 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MAX_MS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MAX_MS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /** Whether another request can be sent. */
    public boolean isUsable() {
        return usable;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @return the status
     */
    public int post(String path, String mediaType, String body) throws IOException {
        return call(request("POST " + path, "Content-Type: " + mediaType, body.getBytes(UTF_8)));
    }

    /**
     * Sends a request and reads its answer.
     *
     * @return the status
     */
    public int call(byte[] request) throws IOException {
        usable = false;
        socket.getOutputStream().write(request);
        return readAnswer();
    }

    /**
     * The bytes of a request.
     *
     * @param line the method and the path
     * @param headers with a line break between them
     */
    public static byte[] request(String line, String headers, byte[] body) {
        byte[] head =
                "%s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(line, headers, body.length)
                        .getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private int readAnswer() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[STATUS_FIELD]);
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Long.parseLong(lower.substring(LENGTH.length()).strip());
            }
            chunked |= lower.startsWith(CHUNKED);
            last |= lower.startsWith(LAST);
        }
        if (chunked) {
            skipChunks();
        } else {
            in.skipNBytes(length);
        }
        usable = !last;
        return status;
    }

    private void skipChunks() throws IOException {
        long length;
        do {
            length = Long.parseLong(line(), HEXADECIMAL);
            in.skipNBytes(length);
            line();
        } while (length > 0);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the service has closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
