/**
 * The clock of a sandbox, which an integrator sets forward. Without the setting {@code
 * stockledger.sandbox.clock-file} nothing of it exists. May import Spring MVC, {@code
 * io.stockledger.access} and {@code io.stockledger.http}.
 */
@NullMarked
package io.stockledger.sandbox;

import org.jspecify.annotations.NullMarked;
