package io.stockledger.query.console;

import static org.springframework.http.HttpHeaders.ACCEPT_ENCODING;
import static org.springframework.http.HttpHeaders.CACHE_CONTROL;
import static org.springframework.http.HttpHeaders.CONTENT_ENCODING;
import static org.springframework.http.HttpHeaders.CONTENT_TYPE;
import static org.springframework.http.HttpHeaders.LOCATION;
import static org.springframework.http.HttpHeaders.VARY;

import io.stockledger.console.ConsoleFiles;
import io.stockledger.console.ConsoleFiles.ConsoleFile;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

import java.util.Locale;

/**
 * Serves the console. Its files need no token, because they hold no data. A path below {@code
 * /console/assets/}, and a name with a dot directly below {@code /console/}, is a file; every other
 * path is a page, which the scripts show. Thread-safe.
 */
@Controller
final class ConsoleController {

    private static final String PAGE = "no-store";
    private static final String HASHED = "public, max-age=31536000, immutable";

    private final ConsoleFiles files;
    private final Config config;
    private final String contentPolicy;

    /**
     * What the scripts have to know before their first call.
     *
     * @param security whether calls need a token
     * @param commandUrl the origin of the command service; null if it is that of the console
     * @param oidc where users sign in; null if they paste a token
     * @param sandbox whether the services have the clock of a sandbox
     */
    record Config(
            boolean security,
            @Nullable String commandUrl,
            @Nullable SignIn oidc,
            boolean sandbox) {}

    /** How the console signs in at an OpenID provider. */
    record SignIn(String issuer, String clientId, String scopes, String parameters) {}

    /**
     * @param commandUrl the origin of the command service; empty if it is that of the console
     * @param oidc where users sign in; null if they paste a token
     * @param sandbox whether the services have the clock of a sandbox
     */
    ConsoleController(
            ConsoleFiles files,
            String commandUrl,
            boolean security,
            @Nullable OidcClient oidc,
            boolean sandbox) {
        this.files = files;
        this.config =
                new Config(
                        security,
                        commandUrl.isEmpty() ? null : commandUrl,
                        oidc == null
                                ? null
                                : new SignIn(
                                        oidc.issuer(),
                                        oidc.clientId(),
                                        oidc.scopes(),
                                        oidc.parameters()),
                        sandbox);
        this.contentPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                        + " connect-src 'self'"
                        + (commandUrl.isEmpty() ? "" : " " + commandUrl)
                        + (oidc == null ? "" : " " + oidc.origins())
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @GetMapping("/")
    ResponseEntity<Void> root() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(LOCATION, "/console")
                .header(CACHE_CONTROL, PAGE)
                .build();
    }

    @GetMapping("/console/config.json")
    ResponseEntity<Config> config(HttpServletRequest request) {
        QueryParameters.of(request).finish();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(CACHE_CONTROL, PAGE)
                .body(config);
    }

    @GetMapping({"/console", "/console/{*path}"})
    ResponseEntity<byte[]> file(
            @PathVariable(required = false) @Nullable String path,
            @RequestHeader(name = ACCEPT_ENCODING, defaultValue = "") String encodings,
            HttpServletRequest request) {
        String name = path == null || path.isEmpty() ? "" : path.substring(1);
        ConsoleFile file =
                files.find(isFile(name) ? name : ConsoleFiles.INDEX)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Problems.pathNotFound(request.getRequestURI())));
        boolean compressed = acceptsGzip(encodings);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok()
                        .header(CONTENT_TYPE, file.type())
                        .header(VARY, ACCEPT_ENCODING)
                        .header(CACHE_CONTROL, isHashed(name) ? HASHED : PAGE)
                        .header("Content-Security-Policy", contentPolicy);
        if (compressed) {
            answer.header(CONTENT_ENCODING, "gzip");
        }
        return answer.body(compressed ? file.compressed() : file.content());
    }

    private static boolean isFile(String name) {
        return isHashed(name) || (name.indexOf('/') < 0 && name.indexOf('.') >= 0);
    }

    private static boolean isHashed(String name) {
        return (name + "/").startsWith(ConsoleFiles.HASHED);
    }

    /** Whether the header names gzip, or any encoding, with a weight above 0. */
    private static boolean acceptsGzip(String encodings) {
        for (String each : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
            String encoding = each.strip();
            if (encoding.matches("(gzip|x-gzip|\\*)(\\s*;.*)?")) {
                return !encoding.matches(".*;\\s*q\\s*=\\s*0(\\.0*)?");
            }
        }
        return false;
    }
}
