package io.stockledger.access;

import jakarta.servlet.http.HttpServletRequest;

/** The client of a request, for limits: the subject of its token, or else its address. */
final class Clients {

    private Clients() {}

    static String of(HttpServletRequest request) {
        Caller caller = Caller.of(request);
        return caller == null ? address(request) : "subject " + caller.subject();
    }

    static String address(HttpServletRequest request) {
        return "address " + request.getRemoteAddr();
    }
}
