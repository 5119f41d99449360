/**
 * Access to both services: the tokens of callers (OAuth 2.0 bearer tokens, RFC 6750, as JWT), their
 * scopes, and the rules of which call needs which scope. May import Spring Security and {@code
 * io.stockledger.http}.
 */
@NullMarked
package io.stockledger.access;

import org.jspecify.annotations.NullMarked;
