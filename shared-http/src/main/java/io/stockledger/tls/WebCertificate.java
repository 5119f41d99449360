package io.stockledger.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Logs the certificate that the web server presents: at the start, and when its files are renewed.
 * Clients refuse a certificate that has expired, which is otherwise found only in their logs.
 */
public final class WebCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(WebCertificate.class);

    private WebCertificate() {}

    /**
     * Logs the certificate of the SSL bundle that {@code server.ssl.bundle} names, and that of each
     * renewed bundle. Does nothing without such a bundle.
     *
     * @param renewal receives each renewed bundle before it is logged; if it throws, the bundle is
     *     not logged
     */
    public static void watch(Ssl ssl, SslBundles bundles, Consumer<SslBundle> renewal) {
        String name = Ssl.isEnabled(ssl) ? ssl.getBundle() : null;
        if (name == null) {
            return;
        }
        log(bundles.getBundle(name), name);
        bundles.addBundleUpdateHandler(
                name,
                bundle -> {
                    renewal.accept(bundle);
                    log(bundle, name);
                });
    }

    private static void log(SslBundle bundle, String name) {
        KeyStore store = bundle.getStores().getKeyStore();
        if (store == null) {
            return;
        }
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    log(certificate, name);
                }
            }
        } catch (GeneralSecurityException e) {
            LOG.warn("The certificate of the SSL bundle {} cannot be read", name, e);
        }
    }

    private static void log(X509Certificate certificate, String bundle)
            throws CertificateParsingException {
        try {
            certificate.checkValidity();
            LOG.info(
                    "The web server presents the certificate of the SSL bundle {}: for {}, serial"
                            + " number {}, valid until {}",
                    bundle,
                    names(certificate),
                    certificate.getSerialNumber().toString(16),
                    certificate.getNotAfter().toInstant());
        } catch (CertificateExpiredException _) {
            LOG.error(
                    "The certificate of the web server has expired at {}, and clients refuse it:"
                            + " renew the files of the SSL bundle {}",
                    certificate.getNotAfter().toInstant(),
                    bundle);
        } catch (CertificateNotYetValidException _) {
            LOG.error(
                    "The certificate of the web server is valid only from {} on, and clients refuse"
                            + " it: check the clock of this machine, or the files of the SSL bundle"
                            + " {}",
                    certificate.getNotBefore().toInstant(),
                    bundle);
        }
    }

    private static List<String> names(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null
                ? List.of()
                : alternatives.stream().map(each -> String.valueOf(each.get(1))).toList();
    }
}
