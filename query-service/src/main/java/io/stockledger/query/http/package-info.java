/**
 * The web server, the catalogue of problems, the answer to reads while the view is unavailable, and
 * the document of the topic. May import the shared HTTP edge, the metrics, Spring, Jackson,
 * SnakeYAML and Jetty, but no read model; read models import the catalogue.
 */
@NullMarked
package io.stockledger.query.http;

import org.jspecify.annotations.NullMarked;
