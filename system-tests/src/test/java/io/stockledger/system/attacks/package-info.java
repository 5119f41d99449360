/**
 * Attacks on the services over HTTP, and the answers that other clients get in the meantime. It
 * imports {@code system.load} and the test stack.
 */
@NullMarked
package io.stockledger.system.attacks;

import org.jspecify.annotations.NullMarked;
