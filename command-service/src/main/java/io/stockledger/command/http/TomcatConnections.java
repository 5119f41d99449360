package io.stockledger.command.http;

import io.stockledger.access.ClientSlots;
import io.stockledger.access.ClientSlots.Slot;
import io.stockledger.tls.HandshakeLog;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * The connections of Tomcat. Each address may have a limited number of them; one more is closed at
 * once. A TLS handshake has a limit of its time, however often a byte of it arrives, and a failed
 * one is logged with its cause.
 */
final class TomcatConnections extends NioEndpoint {

    private final HandshakeLog log = new HandshakeLog();
    private final ConcurrentMap<SocketChannel, Slot> open = new ConcurrentHashMap<>();
    private volatile long handshakeTimeoutMs = Long.MAX_VALUE;
    private volatile @Nullable ClientSlots slots;

    /**
     * Limits the handshakes of later connections.
     *
     * @param milliseconds the longest time from the first byte of a handshake to its end
     */
    void limitHandshakes(long milliseconds) {
        handshakeTimeoutMs = milliseconds;
    }

    /** Limits the later connections of each address. */
    void limitAddresses(ClientSlots slotsOfAddresses) {
        slots = slotsOfAddresses;
    }

    @Override
    protected boolean setSocketOptions(SocketChannel channel) {
        if (!takesSlot(channel)) {
            destroySocket(channel);
            return false;
        }
        boolean accepted = super.setSocketOptions(channel);
        if (!accepted) {
            release(channel);
        }
        return accepted;
    }

    private boolean takesSlot(SocketChannel channel) {
        ClientSlots limit = slots;
        InetAddress address = channel.socket().getInetAddress();
        if (limit == null || address == null) {
            return true;
        }
        Slot slot = limit.tryTake(address);
        if (slot != null) {
            open.put(channel, slot);
        }
        return slot != null;
    }

    private void release(SocketChannel channel) {
        Slot slot = open.remove(channel);
        if (slot != null) {
            slot.close();
        }
    }

    /** Tomcat tells the handler of each connection that it closes. */
    @Override
    public void setHandler(Handler<NioChannel> handler) {
        super.setHandler(new ReleasingHandler(handler));
    }

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
        return isSSLEnabled() ? new TimedChannel(buffers, this) : super.createChannel(buffers);
    }

    /** Gives the slot of a connection back when Tomcat closes it. */
    private final class ReleasingHandler implements Handler<NioChannel> {

        private final Handler<NioChannel> handler;

        ReleasingHandler(Handler<NioChannel> handler) {
            this.handler = handler;
        }

        @Override
        public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
            return handler.process(connection, event);
        }

        @Override
        public Object getGlobal() {
            return handler.getGlobal();
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> connection) {
            TomcatConnections.this.release(connection.getSocket().getIOChannel());
            handler.release(connection);
        }

        @Override
        public void pause() {
            handler.pause();
        }

        @Override
        public void recycle() {
            handler.recycle();
        }
    }

    /**
     * A connection with TLS. Tomcat calls it for each part of the handshake that arrives, and uses
     * it again for later connections.
     */
    private static final class TimedChannel extends SecureNioChannel {

        private final TomcatConnections endpoint;
        private boolean begun;
        private long beganNanos;

        TimedChannel(SocketBufferHandler buffers, TomcatConnections endpoint) {
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
