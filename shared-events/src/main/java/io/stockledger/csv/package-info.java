/** The CSV of exports and of the command line. May import only the JDK. */
@NullMarked
package io.stockledger.csv;

import org.jspecify.annotations.NullMarked;
