/**
 * The replay of sales: it reads a file of invoice lines or generates a sample, sends the commands
 * of the shop to a running system over HTTP, and compares every product and order line with an
 * expectation computed from the sales alone. May import the JDK, JSpecify, Jackson, FastCSV,
 * picocli, progressbar, HdrHistogram and the verification of the command line, and nothing of the
 * services, so that the expectation does not share their mistakes.
 */
@NullMarked
package io.stockledger.replay;

import org.jspecify.annotations.NullMarked;
