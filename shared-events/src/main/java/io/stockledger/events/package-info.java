/**
 * The storage and wire format: the events of a product, their envelope, their JSON and their topic.
 * Every event that was ever written must stay readable, so an event type may gain fields but never
 * lose or change one. May import only the JDK, JSpecify and Jackson.
 */
@NullMarked
package io.stockledger.events;

import org.jspecify.annotations.NullMarked;
