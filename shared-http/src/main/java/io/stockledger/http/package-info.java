/**
 * What both services answer alike over HTTP: problems (RFC 9457), strict reading of requests, error
 * pages, correlation. May import Spring MVC and Jackson, no web server, and nothing of either
 * service.
 */
@NullMarked
package io.stockledger.http;

import org.jspecify.annotations.NullMarked;
