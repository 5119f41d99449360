package io.stockledger.tls;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/**
 * Logs why the web server and a client did not agree on a TLS connection. A caller can open
 * connections faster than anybody reads lines, so that there is at most one line a minute for each
 * cause. Thread-safe.
 */
public final class HandshakeLog {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeLog.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A chain of causes that is longer is not read to its end. */
    private static final int CAUSES_MAX = 20;

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private final Map<Cause, LastLine> lastLines = new EnumMap<>(Cause.class);

    /** When a cause was logged last, and the number of its lines that were withheld since. */
    private record LastLine(long atNanos, long withheld) {}

    /** The causes that an operator can remove. */
    private enum Cause {
        CLIENT_REFUSES(
                "the client refuses the certificate of this service: it does not trust the CA, or"
                    + " it connects by a name that is not in the certificate, or the certificate"
                    + " has expired"),
        EXPIRED("the certificate of the client has expired: renew it"),
        NOT_YET_VALID(
                "the certificate of the client is not valid yet: check the clocks of both"
                        + " machines"),
        UNTRUSTED(
                "the certificate of the client is not signed by a CA in the trust store of the SSL"
                        + " bundle that SERVER_SSL_BUNDLE names"),
        ABSENT("the client presents no certificate, which SERVER_SSL_CLIENTAUTH asks for"),
        NOT_TLS("the client does not use TLS: its address must begin with https"),
        PROTOCOL("the client does not offer TLS 1.2 or TLS 1.3");

        private final String text;

        Cause(String text) {
            this.text = text;
        }
    }

    /**
     * Logs a handshake that failed, unless its cause is unknown or was logged within a minute.
     *
     * @param client the address of the client
     */
    public void failed(String client, Throwable failure) {
        Cause cause = cause(failure);
        if (cause == null) {
            LOG.debug("The TLS handshake with {} failed", client, failure);
            return;
        }
        long others = toBeLogged(cause);
        if (others >= 0) {
            LOG.warn(
                    "The TLS handshake with {} failed: {} ({}){}",
                    client,
                    cause.text,
                    failure.getMessage(),
                    others == 0 ? "" : "; " + others + " others were not logged");
        }
    }

    /** Returns the number of lines that were withheld; -1 if this one is. */
    private synchronized long toBeLogged(Cause cause) {
        long now = System.nanoTime();
        LastLine last = lastLines.get(cause);
        if (last != null && now - last.atNanos() < PAUSE_NANOS) {
            lastLines.put(cause, new LastLine(last.atNanos(), last.withheld() + 1));
            return -1;
        }
        lastLines.put(cause, new LastLine(now, 0));
        return last == null ? 0 : last.withheld();
    }

    private static @Nullable Cause cause(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Throwable::getCause)
                        .takeWhile(each -> each != null)
                        .limit(CAUSES_MAX)
                        .toList();
        for (Throwable each : causes.reversed()) {
            String message = String.valueOf(each.getMessage());
            Cause cause =
                    switch (each) {
                        case CertificateExpiredException _ -> Cause.EXPIRED;
                        case CertificateNotYetValidException _ -> Cause.NOT_YET_VALID;
                        case CertPathBuilderException _, CertPathValidatorException _ ->
                                Cause.UNTRUSTED;
                        case SSLException _ -> ofMessage(message);
                        default -> null;
                    };
            if (cause != null) {
                return cause;
            }
        }
        return null;
    }

    /** The JDK has one exception for these causes. */
    private static @Nullable Cause ofMessage(String message) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            boolean ofCertificate =
                    alert.group(1).contains("certificate") || alert.group(1).equals("unknown_ca");
            return ofCertificate ? Cause.CLIENT_REFUSES : null;
        }
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("empty client certificate chain")) {
            return Cause.ABSENT;
        }
        if (text.contains("unsupported or unrecognized ssl message")) {
            return Cause.NOT_TLS;
        }
        boolean otherVersion =
                text.contains("protocol version") || text.contains("no appropriate protocol");
        return otherVersion ? Cause.PROTOCOL : null;
    }
}
