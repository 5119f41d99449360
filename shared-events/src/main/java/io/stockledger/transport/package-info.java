/**
 * The explanation of connections that TLS or a login refuses, for log lines and messages. May
 * import only the JDK.
 */
@NullMarked
package io.stockledger.transport;

import org.jspecify.annotations.NullMarked;
