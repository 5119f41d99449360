package io.stockledger.command.http.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.testing.Calls;

import tools.jackson.databind.JsonNode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/**
 * A bulk request on its own connection. The test controls when it sends and when it reads; one
 * thread may send while another reads.
 */
final class BulkStream implements AutoCloseable {

    private static final int READ_TIMEOUT_MS = 60_000;
    private static final String HEAD =
            """
            POST /v1/commands HTTP/1.1\r
            Host: x\r
            Content-Type: application/x-ndjson\r
            Transfer-Encoding: chunked\r
            Connection: close\r
            """;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private int leftOfChunk;
    private boolean headRead;

    BulkStream(String url) throws IOException {
        this(url, "");
    }

    /**
     * Begins a request with further headers.
     *
     * @param headers each with its line end
     */
    BulkStream(String url, String headers) throws IOException {
        URI address = URI.create(url);
        this.socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(READ_TIMEOUT_MS);
        this.out = socket.getOutputStream();
        this.in = new BufferedInputStream(socket.getInputStream());
        out.write((HEAD + headers + "\r\n").getBytes(UTF_8));
    }

    /** Sends the text unchanged: lines or parts of a line. */
    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        var chunk = new ByteArrayOutputStream(bytes.length + 16);
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(UTF_8));
        out.write(chunk.toByteArray());
    }

    /** Ends the request properly. */
    void finish() throws IOException {
        out.write("0\r\n\r\n".getBytes(UTF_8));
    }

    /** Stops sending before the end of the request; results can still be read. */
    void breakOff() throws IOException {
        socket.shutdownOutput();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits for the status 200 and the headers. */
    void readHead() throws IOException {
        String status = headLine();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        while (!headLine().isEmpty()) {
            // The headers are not needed.
        }
        headRead = true;
    }

    /** The next result; a missing node after the last. Reads the head first if necessary. */
    JsonNode next() throws IOException {
        if (!headRead) {
            readHead();
        }
        var line = new ByteArrayOutputStream();
        for (int b = read(); b >= 0 && b != '\n'; b = read()) {
            line.write(b);
        }
        return line.size() == 0
                ? Calls.JSON.missingNode()
                : Calls.JSON.readTree(line.toByteArray());
    }

    private int read() throws IOException {
        if (leftOfChunk == 0) {
            leftOfChunk = Integer.parseInt(headLine(), 16);
            if (leftOfChunk == 0) {
                return -1;
            }
        }
        int b = in.read();
        if (--leftOfChunk == 0) {
            headLine();
        }
        return b;
    }

    private String headLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the answer ended too early");
            }
            line.write(b);
        }
        return line.toString(UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
