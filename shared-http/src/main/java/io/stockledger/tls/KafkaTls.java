package io.stockledger.tls;

import io.stockledger.transport.Peer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import java.util.HashMap;
import java.util.Map;

/**
 * The SSL bundle in the configuration of a Kafka client. Spring Boot adds it to the clients that it
 * makes itself; the services make their own.
 */
public final class KafkaTls {

    private static final String ENGINE_FACTORY = "ssl.engine.factory.class";

    /** It makes the TLS of each connection from the bundle in the configuration. */
    private static final String ENGINE_FACTORY_OF_BUNDLES =
            "org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory";

    private KafkaTls() {}

    /**
     * The brokers, with the settings of a service that their TLS and their login depend on.
     *
     * @param servers the addresses, see {@link Peer#kafka}
     */
    public static Peer peer(@Nullable Object servers) {
        return Peer.kafka(
                servers,
                "the trust store of the SSL bundle that SPRING_KAFKA_SSL_BUNDLE names",
                "the user and the password in SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG");
    }

    /**
     * Returns the configuration with a bundle, whose renewed files apply to later connections.
     *
     * @param config the configuration of the client, from the properties under {@code spring.kafka}
     * @param ofClient the bundle of this kind of client, or null if none is set
     * @param ofAll the bundle of all clients, or null if none is set
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no bundle of that
     *     name
     */
    public static Map<String, Object> withBundle(
            Map<String, Object> config,
            SslBundles bundles,
            @Nullable String ofClient,
            @Nullable String ofAll) {
        var all = new HashMap<>(config);
        String name = ofClient == null ? ofAll : ofClient;
        if (name != null) {
            all.put(ENGINE_FACTORY, ENGINE_FACTORY_OF_BUNDLES);
            all.put(SslBundle.class.getName(), new CurrentSslBundle(bundles, name));
        }
        return all;
    }
}
