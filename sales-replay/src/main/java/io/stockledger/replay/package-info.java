/**
 * The replay of real sales: reads a file of invoice lines, drives a running system over HTTP as the
 * shop would have, and compares every product and order line with an expectation computed from the
 * file alone. May import the JDK, JSpecify, Jackson, FastCSV, picocli, progressbar and
 * HdrHistogram, and nothing of the services, so that the expectation cannot share their mistakes.
 */
@NullMarked
package io.stockledger.replay;

import org.jspecify.annotations.NullMarked;
