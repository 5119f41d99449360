package io.stockledger.command.http;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 of Tomcat, with a limit of the time in which the head of a request arrives. Tomcat makes
 * it by the name of the class.
 */
public final class TimedHttp11Protocol extends Http11NioProtocol {

    private long headTimeoutMs;

    /**
     * Sets the longest time from the first byte of a request to the end of its headers.
     *
     * @param headTimeoutMs in milliseconds
     */
    void setHeadTimeoutMs(long headTimeoutMs) {
        this.headTimeoutMs = headTimeoutMs;
    }

    @Override
    protected Processor createProcessor() {
        return new TimedHttp11Processor(this, getAdapter(), headTimeoutMs);
    }
}
