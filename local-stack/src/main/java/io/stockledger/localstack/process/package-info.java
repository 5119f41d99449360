/**
 * Child processes: starting, recording, signalling and stopping them, and finding those that an
 * earlier, killed parent left behind. May import the JDK and JSpecify only.
 */
@NullMarked
package io.stockledger.localstack.process;

import org.jspecify.annotations.NullMarked;
