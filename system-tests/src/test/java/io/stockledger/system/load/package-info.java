/**
 * Callers of the services that cost little processor time. They know HTTP and nothing of the
 * services.
 */
@NullMarked
package io.stockledger.system.load;

import org.jspecify.annotations.NullMarked;
