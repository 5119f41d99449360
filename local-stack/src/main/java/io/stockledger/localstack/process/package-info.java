/**
 * Child processes: they are started, recorded, signalled and stopped, even if an earlier parent was
 * killed. Also free ports, the cache folder and class archives. May import the JDK and JSpecify
 * only.
 */
@NullMarked
package io.stockledger.localstack.process;

import org.jspecify.annotations.NullMarked;
