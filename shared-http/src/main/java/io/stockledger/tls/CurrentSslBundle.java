package io.stockledger.tls;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * The SSL bundle of a name as it is at each call. Spring Boot replaces a bundle whose files are
 * renewed, and a client that has kept the replaced one would present and trust what it contained.
 * Of the Kafka clients each new connection makes its TLS from the bundle. Thread-safe.
 */
final class CurrentSslBundle implements SslBundle {

    private final SslBundles bundles;
    private final String name;

    /**
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no bundle of that
     *     name
     */
    CurrentSslBundle(SslBundles bundles, String name) {
        this.bundles = bundles;
        this.name = name;
        bundles.getBundle(name);
    }

    @Override
    public SslStoreBundle getStores() {
        return bundles.getBundle(name).getStores();
    }

    @Override
    public SslBundleKey getKey() {
        return bundles.getBundle(name).getKey();
    }

    @Override
    public SslOptions getOptions() {
        return bundles.getBundle(name).getOptions();
    }

    @Override
    public String getProtocol() {
        return bundles.getBundle(name).getProtocol();
    }

    @Override
    public SslManagerBundle getManagers() {
        return bundles.getBundle(name).getManagers();
    }

    @Override
    public String toString() {
        return "the SSL bundle " + name;
    }
}
