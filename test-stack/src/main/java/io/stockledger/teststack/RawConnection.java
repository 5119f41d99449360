package io.stockledger.teststack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection to a service, on which the test sends single bytes as it likes. */
public final class RawConnection implements AutoCloseable {

    private static final int ANSWER_MS_MAX = 60_000;

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects to the host and the port of the URL. */
    public static RawConnection to(String url) throws IOException {
        URI address = URI.create(url);
        return new RawConnection(new Socket(address.getHost(), address.getPort()));
    }

    /**
     * Connects to the host and the port of the URL.
     *
     * @param address of the caller, one of this machine's
     */
    public static RawConnection to(String url, InetAddress address) throws IOException {
        URI service = URI.create(url);
        return new RawConnection(
                new Socket(
                        InetAddress.getByName(service.getHost()), service.getPort(), address, 0));
    }

    /** Connects to the host and the port of the URL, and makes the TLS handshake. */
    public static RawConnection to(String url, SSLContext tls) throws IOException {
        URI address = URI.create(url);
        SSLSocket socket =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(address.getHost(), address.getPort());
        socket.setSoTimeout(ANSWER_MS_MAX);
        socket.startHandshake();
        return new RawConnection(socket);
    }

    /** Returns the line and the headers of a POST of JSON, whose body has that length. */
    public static String post(String path, int contentLength) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, contentLength);
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /**
     * Sends the text again and again, with a pause after each time, until the service closes the
     * connection.
     *
     * @return what the service sent
     * @throws AssertionError if the connection is still open after that time
     */
    public String trickleUntilClosed(String text, int pauseMs, Duration atMost) throws IOException {
        var answer = new ByteArrayOutputStream();
        long end = System.nanoTime() + atMost.toNanos();
        boolean sending = true;
        while (System.nanoTime() - end < 0) {
            if (sending) {
                sending = trySend(text);
            }
            // The pause is a read that usually returns nothing.
            if (hasEndedWithin(pauseMs, answer)) {
                return answer.toString(UTF_8);
            }
        }
        throw new AssertionError("open after " + atMost + ", received: " + answer);
    }

    private boolean trySend(String text) {
        try {
            send(text);
            return true;
        } catch (IOException _) {
            // The service has closed the connection; its answer may not have been read yet.
            return false;
        }
    }

    private boolean hasEndedWithin(int milliseconds, ByteArrayOutputStream answer)
            throws IOException {
        byte[] buffer = new byte[4_096];
        socket.setSoTimeout(milliseconds);
        try {
            int count = socket.getInputStream().read(buffer);
            answer.write(buffer, 0, Math.max(count, 0));
            return count < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** Reads until the received text contains this one, and returns everything received. */
    public String readUntil(String expected) throws IOException {
        var answer = new ByteArrayOutputStream();
        socket.setSoTimeout(ANSWER_MS_MAX);
        while (!answer.toString(UTF_8).contains(expected)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("closed after: " + answer.toString(UTF_8));
            }
            answer.write(next);
        }
        return answer.toString(UTF_8);
    }

    /** Whether the service sends nothing within that time. */
    public boolean isSilentFor(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
        try {
            return socket.getInputStream().read() == Integer.MIN_VALUE;
        } catch (SocketTimeoutException _) {
            return true;
        }
    }

    /** Whether the service has closed the connection, or closes it within that time. */
    public boolean isClosedWithin(int milliseconds) throws IOException {
        return hasEndedWithin(milliseconds, new ByteArrayOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
