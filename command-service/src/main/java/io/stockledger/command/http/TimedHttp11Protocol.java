package io.stockledger.command.http;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

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

    private long headTimeoutMs;

    @Override
    public int getDesiredBufferSize() {
        return ANSWER_BUFFER_BYTES;
    }

    /**
     * Applies the limits of this class. Call it after the settings of Spring are applied.
     *
     * @param headTimeoutMs the longest time from the first byte of a request to the end of its
     *     headers, in milliseconds
     */
    void limit(long headTimeoutMs, int connectionsMax) {
        this.headTimeoutMs = headTimeoutMs;
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
