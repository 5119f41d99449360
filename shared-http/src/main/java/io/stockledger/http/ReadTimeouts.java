package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

/** The part of a web server that limits a single read from the connection of a request. */
public interface ReadTimeouts {

    /**
     * Limits the time that the next reads wait for a byte. Does nothing if the connection is shared
     * with other requests (HTTP/2).
     *
     * @param milliseconds at least 1, or 0 for the web server's own limit
     */
    void set(HttpServletRequest request, long milliseconds);

    /**
     * The rest of the body is not read any more, and the web server must not wait for it when it
     * ends the request.
     */
    void abandon(HttpServletRequest request);
}
