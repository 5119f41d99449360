/**
 * The system as its users have it: started by {@code ./run}, fed by {@code ./replay}, spoken to
 * over HTTP, stopped by signals. Imports nothing of the services, and of the local stack its choice
 * of ports.
 */
@NullMarked
package io.stockledger.system;

import org.jspecify.annotations.NullMarked;
