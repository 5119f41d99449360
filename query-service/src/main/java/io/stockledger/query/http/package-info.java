/**
 * What all reads answer alike where the view itself cannot be read or no read is reached, and the
 * web server. May import the HTTP edge, Spring and Jetty, and no read model.
 */
@NullMarked
package io.stockledger.query.http;

import org.jspecify.annotations.NullMarked;
