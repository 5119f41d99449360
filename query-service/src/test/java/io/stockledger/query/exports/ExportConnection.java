package io.stockledger.query.exports;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A caller of an export on its own connection, which reads when the test says so. */
final class ExportConnection implements AutoCloseable {

    private static final int READ_TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final List<String> head = new ArrayList<>();

    private ExportConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Asks for CSV with HTTP/1.1 and reads the head of the answer. */
    static ExportConnection open(int port, String path) {
        return open(port, path, "HTTP/1.1");
    }

    static ExportConnection open(int port, String path, String version) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(READ_TIMEOUT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write(
                            "GET %s %s\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"
                                    .formatted(path, version)
                                    .getBytes(StandardCharsets.US_ASCII));
            var connection = new ExportConnection(socket);
            connection.readHead();
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readHead() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.add(line);
        }
    }

    String status() {
        return head.getFirst();
    }

    /** Reads a complete answer in chunks. */
    String readToEnd() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            body.write(in.readNBytes(length));
            if (!line().isEmpty()) {
                throw new IOException("the chunk has no end");
            }
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    /** Reads that many bytes of the answer. */
    void read(int bytes) throws IOException {
        in.readFully(new byte[bytes]);
    }

    /** Reads until the connection is closed, without an exception if it is closed in order. */
    void readUntilClosed() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int character = in.read(); character != '\n'; character = in.read()) {
            if (character < 0) {
                throw new EOFException("the connection is closed");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
