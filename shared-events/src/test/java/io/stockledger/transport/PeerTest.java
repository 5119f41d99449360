package io.stockledger.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLHandshakeException;

class PeerTest {

    /** No server has an address here, so that nothing connects. */
    private static final Peer KAFKA = Peer.kafka(null, "ssl.truststore", "sasl.jaas.config");

    @Test
    void an_expired_certificate_is_to_be_renewed() {
        assertThat(KAFKA.explain(wrapped(new CertificateExpiredException("NotAfter: Monday"))))
                .isEqualTo(
                        "the certificate of Kafka has expired (NotAfter: Monday): renew it on the"
                                + " server");
    }

    @Test
    void a_certificate_of_the_future_is_a_matter_of_clocks() {
        assertThat(KAFKA.explain(wrapped(new CertificateNotYetValidException("NotBefore: x"))))
                .isEqualTo(
                        "the certificate of Kafka is not valid yet (NotBefore: x): check the clocks"
                                + " of both machines");
    }

    @Test
    void an_unknown_ca_is_to_be_named_in_the_setting() {
        assertThat(KAFKA.explain(wrapped(new CertPathBuilderException("no path"))))
                .isEqualTo(
                        "the certificate of Kafka is not signed by a CA that this process trusts"
                                + " (no path): name the CA of the server in ssl.truststore");
    }

    @Test
    void a_certificate_for_another_host_is_explained_with_the_host() {
        var cause = new CertificateException("No name matching broker-1 found");

        assertThat(KAFKA.explain(wrapped(cause)))
                .isEqualTo(
                        "the certificate of Kafka is for another host and not for broker-1: connect"
                                + " by a name in the certificate, or give the server a certificate"
                                + " with this name");
    }

    @Test
    void a_server_that_refuses_the_client_is_explained_with_its_alert() {
        var alert = new SSLHandshakeException("Received fatal alert: certificate_required");

        assertThat(KAFKA.explain(new IOException(alert)))
                .startsWith("Kafka refuses the certificate of this process or its TLS settings")
                .contains("certificate_required");
    }

    @Test
    void any_other_failure_has_no_explanation() {
        assertThat(KAFKA.explain(wrapped(new IOException("Connection refused")))).isNull();
    }

    private static Exception wrapped(Exception cause) {
        return new IOException("failed", new SSLHandshakeException("failed").initCause(cause));
    }
}
