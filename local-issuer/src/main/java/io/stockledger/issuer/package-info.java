/**
 * The local issuer of tokens, for a system without an identity provider: its key pair in a folder,
 * and the tokens that it signs. May import Nimbus JOSE + JWT.
 */
@NullMarked
package io.stockledger.issuer;

import org.jspecify.annotations.NullMarked;
