package io.stockledger.query.console;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console as a public client of an OpenID provider, where its users sign in. Without it they
 * paste a token.
 *
 * @param issuer the issuer, as in the claim {@code iss}, such as {@code
 *     https://keycloak.example.com/realms/shop}
 * @param clientId the id of the console at the issuer
 * @param scopes the scopes to ask for, separated by blanks; {@code openid} is one of them
 * @param parameters more parameters of the authorization request, in the form of a query string,
 *     such as {@code audience=stockledger}; empty for none
 * @param tokenOrigin the origin of the token endpoint; empty if it is that of the issuer
 */
public record OidcClient(
        @NotBlank @Pattern(regexp = ISSUER, message = ISSUER_FAULT) @DefaultValue("") String issuer,
        @NotBlank @Pattern(regexp = "[ -~]*", message = CLIENT_ID_FAULT) @DefaultValue("")
                String clientId,
        @Pattern(regexp = SCOPES, message = SCOPES_FAULT) @DefaultValue(DEFAULT_SCOPES)
                String scopes,
        @Pattern(regexp = PARAMETERS, message = PARAMETERS_FAULT) @DefaultValue("")
                String parameters,
        @Pattern(regexp = "|" + ORIGIN, message = ORIGIN_FAULT) @DefaultValue("")
                String tokenOrigin) {

    /** Only the characters of a host, since the origin becomes a part of a header. */
    static final String ORIGIN = "https?://[A-Za-z0-9.:\\[\\]-]+";

    private static final String ISSUER = "|" + ORIGIN + "(/[A-Za-z0-9._~%/-]*)?";
    private static final String ISSUER_FAULT =
            "must be the URL of an issuer such as https://keycloak.example.com/realms/shop";
    private static final String CLIENT_ID_FAULT = "must be printable ASCII characters";
    private static final String DEFAULT_SCOPES =
            "openid inventory:read inventory:write inventory:admin";
    private static final String SCOPES = "([!-~]+ )*openid( [!-~]+)*";
    private static final String SCOPES_FAULT =
            "must be scopes separated by blanks with openid among them";
    private static final String PARAMETERS = "|\\w+=[^&=\\s]*(&\\w+=[^&=\\s]*)*";
    private static final String PARAMETERS_FAULT =
            "must be names and values such as audience=stockledger";
    private static final String ORIGIN_FAULT =
            "must be an origin such as https://login.example.com";

    /** The origins that the console calls, separated by a blank if they are two. */
    String origins() {
        int path = issuer.indexOf('/', issuer.indexOf("//") + 2);
        String origin = path < 0 ? issuer : issuer.substring(0, path);
        return tokenOrigin.isEmpty() || tokenOrigin.equals(origin)
                ? origin
                : origin + " " + tokenOrigin;
    }
}
