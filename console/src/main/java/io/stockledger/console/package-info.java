/**
 * The files of the web console, which {@code console/build} puts beside these classes. Imports only
 * the JDK and JSpecify.
 */
@NullMarked
package io.stockledger.console;

import org.jspecify.annotations.NullMarked;
