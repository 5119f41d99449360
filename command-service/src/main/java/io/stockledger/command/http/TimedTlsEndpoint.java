package io.stockledger.command.http;

import io.stockledger.tls.HandshakeLog;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * The connections of Tomcat, whose TLS handshake has a limit of its time, however often a byte of
 * it arrives, and whose failed handshakes are logged with their cause.
 */
final class TimedTlsEndpoint extends NioEndpoint {

    private final HandshakeLog log = new HandshakeLog();
    private volatile long handshakeTimeoutMs = Long.MAX_VALUE;

    /**
     * Limits the handshakes of later connections.
     *
     * @param milliseconds the longest time from the first byte of a handshake to its end
     */
    void limitHandshakes(long milliseconds) {
        handshakeTimeoutMs = milliseconds;
    }

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
        return isSSLEnabled() ? new TimedChannel(buffers, this) : super.createChannel(buffers);
    }

    /**
     * A connection with TLS. Tomcat calls it for each part of the handshake that arrives, and uses
     * it again for later connections.
     */
    private static final class TimedChannel extends SecureNioChannel {

        private final TimedTlsEndpoint endpoint;
        private boolean begun;
        private long beganNanos;

        TimedChannel(SocketBufferHandler buffers, TimedTlsEndpoint endpoint) {
            super(buffers, endpoint);
            this.endpoint = endpoint;
        }

        @Override
        public void reset(SocketChannel channel, NioEndpoint.NioSocketWrapper connection)
                throws IOException {
            begun = false;
            super.reset(channel, connection);
        }

        @Override
        public int handshake(boolean readable, boolean writable) throws IOException {
            long now = System.nanoTime();
            if (!begun) {
                begun = true;
                beganNanos = now;
            }
            if (TimeUnit.NANOSECONDS.toMillis(now - beganNanos) > endpoint.handshakeTimeoutMs) {
                throw new IOException("the TLS handshake took too long");
            }
            try {
                return super.handshake(readable, writable);
            } catch (IOException e) {
                endpoint.log.failed(
                        String.valueOf(getIOChannel().socket().getRemoteSocketAddress()), e);
                throw e;
            }
        }
    }
}
