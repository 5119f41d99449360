/**
 * The whole system as processes of its own, with a proxy between any two parts, and the faults that
 * can be done to it. May import the local stack, the test stack, Netty and Kafka; the services are
 * used only as programs.
 */
@NullMarked
package io.stockledger.system.faults.cluster;

import org.jspecify.annotations.NullMarked;
