package io.stockledger.replay;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where a service answers, without a slash at the end. */
record ServiceUrl(String base) {

    /**
     * Reads an address such as {@code http://127.0.0.1:8080}.
     *
     * @throws ReplayFailure as a usage error when it is none
     */
    static ServiceUrl parse(String text) {
        String url = text.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return new ServiceUrl(url);
            }
        } catch (IllegalArgumentException _) {
            // Told below, as any other text that is no address.
        }
        throw ReplayFailure.usage(
                "'" + text + "' is no address: write for instance http://127.0.0.1:8080");
    }

    /** The address of a path whose segments are ids already encoded. */
    URI at(String path) {
        return URI.create(base + path);
    }

    /** An id as one path segment: everything but unreserved characters is percent-encoded. */
    static String segment(String id) {
        // The encoder writes a form: a space as '+', and it leaves '*' and encodes '~'.
        String encoded =
                URLEncoder.encode(id, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
        // A segment of one or two dots would be resolved away by whoever stands between.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public String toString() {
        return base;
    }
}
