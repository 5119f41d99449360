/** The clock of both services. May import only the JDK and SLF4J. */
@NullMarked
package io.stockledger.clock;

import org.jspecify.annotations.NullMarked;
