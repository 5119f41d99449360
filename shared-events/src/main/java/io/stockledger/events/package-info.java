/**
 * The storage and wire format: the events of a product, their envelope, their JSON and their topic.
 * What is written here is read for as long as there is a log, so types only grow. May import the
 * JDK, JSpecify and Jackson only.
 */
@NullMarked
package io.stockledger.events;

import org.jspecify.annotations.NullMarked;
