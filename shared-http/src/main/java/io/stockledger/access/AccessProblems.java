package io.stockledger.access;

import io.stockledger.access.AccessRules.Need;
import io.stockledger.http.HttpProblemType;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemWriter;
import io.stockledger.http.Problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtValidationException;

import java.io.IOException;
import java.util.stream.Collectors;

/** Answers a request whose token is missing, invalid or too weak (RFC 6750, 3). Thread-safe. */
public final class AccessProblems {

    private static final Logger LOG = LoggerFactory.getLogger(AccessProblems.class);

    /** In the messages of Spring Security. */
    private static final String DECODING = "An error occurred while attempting to decode the Jwt: ";

    private AccessProblems() {}

    /** The token of a request ended while the request was in progress. */
    public static Problem tokenEnded() {
        return unauthorized(
                "Authorization: the token ended while the request was in progress; get a new one",
                OAuth2ErrorCodes.INVALID_TOKEN);
    }

    /** Answers a request that cannot be authenticated. */
    static void unauthenticated(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        ProblemWriter.write(request, response, problem(e));
    }

    /** Answers a request whose token is valid and that is not allowed. */
    static void denied(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        Need need = RequestAccess.need(request);
        Problem problem =
                switch (need) {
                    case Need.OtherMethod other ->
                            Problems.methodNotAllowed(request.getMethod(), other.allowed());
                    case Need.Granted granted -> forbidden(granted.scope());
                    default -> Problems.pathNotFound(request.getRequestURI());
                };
        ProblemWriter.write(request, response, problem);
    }

    private static Problem forbidden(Scope scope) {
        return AccessProblemType.FORBIDDEN
                .problem("Authorization: the token needs the scope " + scope.value())
                .with("scope", scope.value())
                .withHeader(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_scope\", scope=\"" + scope.value() + "\"");
    }

    private static Problem problem(AuthenticationException e) {
        if (e instanceof AuthenticationServiceException) {
            LOG.debug("A token cannot be checked", e);
            return HttpProblemType.UNAVAILABLE
                    .problem(
                            "Authorization: the token cannot be checked, since the keys of its"
                                    + " issuer cannot be read; try again")
                    .withHeader("Retry-After", "5");
        }
        if (!(e instanceof OAuth2AuthenticationException refused)) {
            return unauthorized("Authorization: send 'Bearer <token>' with a valid token", null);
        }
        OAuth2Error error = refused.getError();
        return error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_REQUEST)
                ? Problems.malformedRequest("Authorization", String.valueOf(error.getDescription()))
                        .withHeader("WWW-Authenticate", "Bearer error=\"invalid_request\"")
                : unauthorized("Authorization: " + reason(e), error.getErrorCode());
    }

    private static Problem unauthorized(String detail, @Nullable String error) {
        return AccessProblemType.UNAUTHORIZED
                .problem(detail)
                .withHeader(
                        "WWW-Authenticate",
                        error == null ? "Bearer" : "Bearer error=\"" + error + "\"");
    }

    private static String reason(AuthenticationException e) {
        if (e.getCause() instanceof JwtValidationException invalid) {
            return invalid.getErrors().stream()
                    .map(error -> String.valueOf(error.getDescription()))
                    .collect(Collectors.joining("; "));
        }
        String message = String.valueOf(e.getMessage());
        return message.startsWith(DECODING) ? message.substring(DECODING.length()) : message;
    }
}
