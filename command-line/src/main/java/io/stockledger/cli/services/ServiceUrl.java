package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The address of a service, without a slash at the end. */
public record ServiceUrl(String base) {

    /**
     * Reads an address such as {@code http://127.0.0.1:8080}.
     *
     * @throws OperatorFailure if the text is not an address
     */
    public static ServiceUrl parse(String text) {
        String url = text.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return new ServiceUrl(url);
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like any other text that is not an address.
        }
        throw new OperatorFailure(
                "'" + text + "' is not an address: write, for example, http://127.0.0.1:8080");
    }

    /** Returns the address of a path whose segments are already encoded. */
    public URI at(String path) {
        return URI.create(base + path);
    }

    /** Returns an id as one path segment: all but unreserved characters are percent-encoded. */
    public static String segment(String id) {
        // The encoder is made for forms: it writes a space as '+', leaves '*' and encodes '~'.
        String encoded =
                URLEncoder.encode(id, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
        // Clients and proxies remove a segment of one or two dots.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public String toString() {
        return base;
    }
}
