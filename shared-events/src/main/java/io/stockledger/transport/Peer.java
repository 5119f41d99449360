package io.stockledger.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/**
 * A server that this process connects to, with the settings that its TLS and its login depend on.
 * It explains why a connection was refused. Immutable and thread-safe.
 */
public final class Peer {

    private static final int POSTGRES_PORT = 5432;

    /** A chain of causes that is longer is not read to its end. */
    private static final int CAUSES_MAX = 20;

    private static final Pattern JDBC_ADDRESSES = Pattern.compile("^jdbc:postgresql://([^/?]+)");

    /** The host that the JDK has compared with the names in the certificate. */
    private static final Pattern COMPARED_HOST =
            Pattern.compile("^No .* matching (?:IP address )?(\\S+) found");

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** The driver names the class in each language of its message. */
    private static final String COMPARISON_OF_POSTGRES = "PgjdbcHostnameVerifier";

    private final String name;
    private final List<InetSocketAddress> addresses;
    private final PeerCertificate.Protocol protocol;
    private final String trustSetting;
    private final String loginSetting;

    private Peer(
            String name,
            List<InetSocketAddress> addresses,
            PeerCertificate.Protocol protocol,
            String trustSetting,
            String loginSetting) {
        this.name = name;
        this.addresses = addresses;
        this.protocol = protocol;
        this.trustSetting = trustSetting;
        this.loginSetting = loginSetting;
    }

    /**
     * A Postgres server.
     *
     * @param name its name in explanations, such as "the database"
     * @param jdbcUrl the URL of a database, which may be of any form
     * @param trustSetting the name of the setting with the CA that is trusted
     */
    public static Peer postgres(String name, String jdbcUrl, String trustSetting) {
        Matcher matcher = JDBC_ADDRESSES.matcher(jdbcUrl);
        List<InetSocketAddress> addresses =
                matcher.find() ? addresses(matcher.group(1), POSTGRES_PORT) : List.of();
        return new Peer(
                name,
                addresses,
                PeerCertificate.Protocol.POSTGRES,
                trustSetting,
                "the role and the password");
    }

    /**
     * The brokers of Kafka.
     *
     * @param bootstrapServers a text of addresses with commas between them, or a collection of
     *     addresses; any other value has no addresses
     * @param trustSetting the name of the setting with the CA that is trusted
     * @param loginSetting the name of the setting with the user and the password
     */
    public static Peer kafka(
            @Nullable Object bootstrapServers, String trustSetting, String loginSetting) {
        String servers =
                bootstrapServers instanceof Collection<?> all
                        ? String.join(",", all.stream().map(String::valueOf).toList())
                        : String.valueOf(bootstrapServers);
        return new Peer(
                "Kafka",
                addresses(servers, 0),
                PeerCertificate.Protocol.TLS,
                trustSetting,
                loginSetting);
    }

    private static List<InetSocketAddress> addresses(String list, int defaultPort) {
        var addresses = new ArrayList<InetSocketAddress>();
        for (String each : list.split(",", -1)) {
            // The scheme makes it a URI, whose parser knows IPv6 addresses.
            URI uri = uri("tcp://" + each.strip());
            if (uri != null && uri.getHost() != null && (uri.getPort() > 0 || defaultPort > 0)) {
                addresses.add(
                        InetSocketAddress.createUnresolved(
                                uri.getHost(), uri.getPort() > 0 ? uri.getPort() : defaultPort));
            }
        }
        return List.copyOf(addresses);
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /**
     * Explains a failure that TLS or the login is the cause of. If the certificate is for another
     * host, this connects to the peer to read the names in its certificate, for up to 2 seconds for
     * each of its addresses.
     *
     * @return the cause and the cure in one line, such as "the certificate of Kafka has expired
     *     (NotAfter: ...): renew it on the server"; null if the failure has another cause
     */
    public @Nullable String explain(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Throwable::getCause)
                        .takeWhile(each -> each != null)
                        .limit(CAUSES_MAX)
                        .toList();
        // The most precise cause is the last one.
        for (Throwable cause : causes.reversed()) {
            String explanation = explainCause(cause);
            if (explanation != null) {
                return explanation;
            }
        }
        return null;
    }

    private @Nullable String explainCause(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case CertificateExpiredException _ ->
                    "the certificate of %s has expired (%s): renew it on the server"
                            .formatted(name, message);
            case CertificateNotYetValidException _ ->
                    "the certificate of %s is not valid yet (%s): check the clocks of both machines"
                            .formatted(name, message);
            case CertPathBuilderException _, CertPathValidatorException _ ->
                    ("the certificate of %s is not signed by a CA that this process trusts (%s):"
                                    + " name the CA of the server in %s")
                            .formatted(name, message, trustSetting);
            case CertificateException _ when COMPARED_HOST.matcher(message).find() ->
                    otherHost(comparedHost(message));
            case SSLException _ when ALERT.matcher(message).find() ->
                    "%s refuses the certificate of this process or its TLS settings (%s): check the key store beside %s"
                            .formatted(name, message, trustSetting);
            default -> explainByName(cause, message);
        };
    }

    /** Explains exceptions of drivers, which this package does not import. */
    private @Nullable String explainByName(Throwable cause, String message) {
        return switch (cause.getClass().getSimpleName()) {
            case "SaslAuthenticationException",
                    "UnsupportedSaslMechanismException",
                    "IllegalSaslStateException" ->
                    "%s refuses the login (%s): check %s".formatted(name, message, loginSetting);
            case "PSQLException" ->
                    message.contains(COMPARISON_OF_POSTGRES)
                            ? otherHost(addresses.isEmpty() ? "" : addresses.get(0).getHostString())
                            : null;
            default -> null;
        };
    }

    private static String comparedHost(String message) {
        Matcher matcher = COMPARED_HOST.matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    private String otherHost(String host) {
        List<String> names = namesInCertificate(host);
        return ("the certificate of %s is %s and not for %s: connect by a name in the certificate,"
                        + " or give the server a certificate with this name")
                .formatted(
                        name,
                        names.isEmpty()
                                ? "for another host"
                                : "for the host " + String.join(", ", names),
                        host);
    }

    private List<String> namesInCertificate(String host) {
        for (InetSocketAddress address : addresses) {
            if (address.getHostString().equals(host)) {
                try {
                    return PeerCertificate.names(address, protocol);
                } catch (IOException _) {
                    // The explanation does without the names.
                    return List.of();
                }
            }
        }
        return List.of();
    }
}
