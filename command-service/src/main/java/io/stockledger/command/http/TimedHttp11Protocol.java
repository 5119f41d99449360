package io.stockledger.command.http;

import io.stockledger.access.ClientSlots;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * HTTP/1.1 of Tomcat, with a limit of the time in which the head of a request arrives, and with
 * smaller buffers for answers, since each request in progress has them. Tomcat makes it by the name
 * of the class.
 */
public final class TimedHttp11Protocol extends Http11NioProtocol {

    /** Answers to commands are shorter; longer answers are written in several parts. */
    private static final int ANSWER_BUFFER_BYTES = 2_048;

    private static final int ANSWER_HEADER_BYTES_MAX = 4_096;
    private static final int WRITE_BUFFER_BYTES = 4_096;

    /** TLS 1.2 and 1.3, whatever an SSL bundle allows. */
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final TomcatConnections connections;
    private long headTimeoutMs;

    public TimedHttp11Protocol() {
        this(new TomcatConnections());
    }

    private TimedHttp11Protocol(TomcatConnections connections) {
        super(connections);
        this.connections = connections;
    }

    /** Spring calls this at the start, and when the files of the SSL bundle are renewed. */
    @Override
    public void addSslHostConfig(SSLHostConfig tls, boolean replace) {
        tls.setProtocols(
                tls.getProtocols().stream()
                        .filter(TLS_VERSIONS::contains)
                        .collect(Collectors.joining("+")));
        super.addSslHostConfig(tls, replace);
    }

    @Override
    public int getDesiredBufferSize() {
        return ANSWER_BUFFER_BYTES;
    }

    /**
     * Applies the limits of this class. Call it after the settings of Spring are applied.
     *
     * @param headTimeoutMs the longest time from the first byte of a request to the end of its
     *     headers, and of a TLS handshake to its end, in milliseconds
     * @param addresses the slots of the connections of each address
     */
    void limit(long headTimeoutMs, int connectionsMax, ClientSlots addresses) {
        this.headTimeoutMs = headTimeoutMs;
        connections.limitHandshakes(headTimeoutMs);
        connections.limitAddresses(addresses);
        setMaxConnections(connectionsMax);
        // The filter of the shared HTTP edge has already discarded what it may.
        setMaxSwallowSize(0);
        setMaxHttpResponseHeaderSize(ANSWER_HEADER_BYTES_MAX);
        getEndpoint().getSocketProperties().setAppWriteBufSize(WRITE_BUFFER_BYTES);
    }

    @Override
    protected Processor createProcessor() {
        return new TimedHttp11Processor(this, getAdapter(), headTimeoutMs);
    }
}
