package io.stockledger.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;

/** The check of a JWK set in a file, at the start. */
final class IssuerKeyFile {

    private IssuerKeyFile() {}

    /**
     * Checks the set, if the URL is that of a file.
     *
     * @throws InsecureSettingsException if the file cannot be read, has no keys, or has a private
     *     or symmetric key, which the service must not know
     */
    static void check(String setting, String url) {
        if (!url.startsWith("file:")) {
            return;
        }
        JWKSet keys = read(setting, url);
        if (keys.isEmpty()) {
            throw new InsecureSettingsException(
                    "%s is %s, which has no keys, so that no token would be valid"
                            .formatted(setting, url));
        }
        for (JWK key : keys.getKeys()) {
            if (key.isPrivate()) {
                throw new InsecureSettingsException(
                        "%s is %s, which has a private key. Give the service only the public keys."
                                .formatted(setting, url));
            }
        }
    }

    private static JWKSet read(String setting, String url) {
        try {
            return JWKSet.load(Path.of(URI.create(url)).toFile());
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new InsecureSettingsException(
                    "%s is %s, which cannot be read: %s".formatted(setting, url, e.getMessage()));
        }
    }
}
