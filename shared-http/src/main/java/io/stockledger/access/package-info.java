/**
 * Access to both services: the tokens of callers (OAuth 2.0 bearer tokens, RFC 6750, as JWT), their
 * scopes, the rules of which call needs which scope, and the limits of each client. May import
 * Spring Security, Micrometer, Caffeine, Bucket4j and {@code io.stockledger.http}.
 */
@NullMarked
package io.stockledger.access;

import org.jspecify.annotations.NullMarked;
