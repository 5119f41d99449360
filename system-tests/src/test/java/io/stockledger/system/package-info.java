/**
 * Tests of the whole system as a user runs it: started by {@code ./run}, filled by {@code
 * ./replay}, called over HTTP and stopped by signals. May import nothing of the services, and of
 * the local stack only the choice of free ports.
 */
@NullMarked
package io.stockledger.system;

import org.jspecify.annotations.NullMarked;
