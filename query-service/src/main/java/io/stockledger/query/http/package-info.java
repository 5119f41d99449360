/**
 * The web server, the catalogue of problems, and the answer to reads while the view is unavailable.
 * May import the shared HTTP edge, the metrics, Spring and Jetty, but no read model; read models
 * import the catalogue.
 */
@NullMarked
package io.stockledger.query.http;

import org.jspecify.annotations.NullMarked;
