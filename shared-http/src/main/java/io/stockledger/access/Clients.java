package io.stockledger.access;

import jakarta.servlet.http.HttpServletRequest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** The client of a request, for limits: the subject of its token, or else its address. */
final class Clients {

    /** The length of the network prefix of an IPv6 address (/64), in bytes. */
    private static final int NETWORK_BYTES = 8;

    private Clients() {}

    static String of(HttpServletRequest request) {
        Caller caller = Caller.of(request);
        return caller == null ? address(request) : "subject " + caller.subject();
    }

    static String address(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            // The proxy sent a name instead of an IP address.
            return "address " + address;
        }
    }

    /** All IPv6 addresses of one network (/64) are one client, since it can use any of them. */
    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? "network " + HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : "address " + address.getHostAddress();
    }
}
