package io.stockledger.command.http;

import io.stockledger.http.ReadTimeouts;

import jakarta.servlet.http.HttpServletRequest;

/** Limits reads from the connection of the request that the calling thread serves. */
final class TomcatReadTimeouts implements ReadTimeouts {

    @Override
    public void set(HttpServletRequest request, long milliseconds) {
        TimedHttp11Processor.setReadTimeout(milliseconds);
    }

    /** Tomcat reads once more before it closes the connection. */
    @Override
    public void abandon(HttpServletRequest request) {
        TimedHttp11Processor.setReadTimeout(1);
    }
}
