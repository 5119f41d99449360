package io.stockledger.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

import java.time.Duration;
import java.util.List;

/**
 * The web pages of other origins whose scripts may call the service (CORS), {@code
 * stockledger.cross-origin.*}; none by default. Cookies are never allowed: a script sends its token
 * in the header.
 *
 * @param origins such as {@code https://shop.example.com}
 */
@ConfigurationProperties("stockledger.cross-origin")
record CrossOrigin(@DefaultValue List<String> origins) {

    private static final Duration PREFLIGHT_KEPT = Duration.ofMinutes(10);

    CrossOrigin {
        for (String origin : origins) {
            if (!origin.matches("https?://[^/*\\s]+")) {
                throw new IllegalArgumentException(
                        "stockledger.cross-origin.origins: '"
                                + origin
                                + "' is not an origin, such as https://shop.example.com");
            }
        }
    }

    boolean isAllowed() {
        return !origins.isEmpty();
    }

    CorsFilter filter() {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setMaxAge(PREFLIGHT_KEPT);
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", allowed);
        return new CorsFilter(source);
    }
}
