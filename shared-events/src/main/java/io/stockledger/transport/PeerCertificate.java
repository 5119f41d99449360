package io.stockledger.transport;

import org.jspecify.annotations.Nullable;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Reads the names in the certificate of a server. The handshake ends when the certificate has
 * arrived: nothing is trusted, and nothing is sent to the server after it.
 */
final class PeerCertificate {

    private static final int WAIT_MS_MAX = 2_000;

    /** The request code with which a client asks Postgres for TLS, and its length in bytes. */
    private static final int POSTGRES_TLS_REQUEST = 80_877_103;

    private static final int POSTGRES_TLS_REQUEST_BYTES = 8;

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private PeerCertificate() {}

    /** The beginning of a connection. */
    enum Protocol {
        /** The connection begins with the handshake. */
        TLS,
        /** The client asks for the handshake first. */
        POSTGRES
    }

    /**
     * Connects, and reads the host names and IP addresses in the certificate.
     *
     * @return the subject alternative names, or the subject if there are none; empty if the server
     *     has sent no certificate
     * @throws IOException if the server cannot be reached within 2 seconds, or does not offer TLS
     */
    static List<String> names(InetSocketAddress address, Protocol protocol) throws IOException {
        var reader = new Reader();
        try (var plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress(address.getHostString(), address.getPort()), WAIT_MS_MAX);
            plain.setSoTimeout(WAIT_MS_MAX);
            if (protocol == Protocol.POSTGRES) {
                var out = new DataOutputStream(plain.getOutputStream());
                out.writeInt(POSTGRES_TLS_REQUEST_BYTES);
                out.writeInt(POSTGRES_TLS_REQUEST);
                if (plain.getInputStream().read() != 'S') {
                    throw new IOException("the server does not offer TLS");
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {reader}, null);
            try (SSLSocket tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            plain,
                                            address.getHostString(),
                                            address.getPort(),
                                            true)) {
                tls.startHandshake();
            }
        } catch (SSLException e) {
            if (reader.certificate == null) {
                throw e;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return names(reader.certificate);
    }

    private static List<String> names(@Nullable X509Certificate certificate) throws IOException {
        if (certificate == null) {
            return List.of();
        }
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of(certificate.getSubjectX500Principal().getName())
                    : alternatives.stream()
                            .filter(
                                    each ->
                                            each.get(0).equals(DNS_NAME)
                                                    || each.get(0).equals(IP_ADDRESS))
                            .map(each -> String.valueOf(each.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new IOException(e);
        }
    }

    /** Notes the certificate and trusts none. */
    private static final class Reader extends X509ExtendedTrustManager {

        private @Nullable X509Certificate certificate;

        private void read(X509Certificate[] chain) throws CertificateException {
            certificate = chain[0];
            throw new CertificateException("the certificate is read and not trusted");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            read(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            read(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            read(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            read(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            read(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            read(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
