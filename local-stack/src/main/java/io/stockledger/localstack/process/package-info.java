/**
 * Starts, records, signals and stops child processes, including those that a killed parent has left
 * behind. Also contains the choice of free ports, the cache folder, the class archives and the
 * commands of the scripts that drive a browser. May import the JDK and JSpecify only.
 */
@NullMarked
package io.stockledger.localstack.process;

import org.jspecify.annotations.NullMarked;
