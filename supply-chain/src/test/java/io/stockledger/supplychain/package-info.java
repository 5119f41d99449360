/**
 * Tests of what is shipped: the SBOMs, the licences of the libraries, and the jars. They read files
 * that the build has written and import nothing of the other modules.
 */
@NullMarked
package io.stockledger.supplychain;

import org.jspecify.annotations.NullMarked;
