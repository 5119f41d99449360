package io.stockledger.access;

import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/**
 * Reads the scopes of a token: {@code scope} or {@code scp} by default, or the claim that the
 * standard setting {@code authorities-claim-name} names. Their value is a text with the delimiter
 * of the settings, or a list.
 */
final class ScopeClaim {

    private ScopeClaim() {}

    static JwtAuthenticationConverter converter(OAuth2ResourceServerProperties.Jwt settings) {
        var scopes = new JwtGrantedAuthoritiesConverter();
        if (settings.getAuthoritiesClaimName() != null) {
            scopes.setAuthoritiesClaimName(settings.getAuthoritiesClaimName());
        }
        if (settings.getAuthoritiesClaimDelimiter() != null) {
            scopes.setAuthoritiesClaimDelimiter(settings.getAuthoritiesClaimDelimiter());
        }
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(scopes);
        return converter;
    }
}
