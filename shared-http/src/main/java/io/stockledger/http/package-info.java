/**
 * The HTTP edge of both services: problems (RFC 9457), strict reading of requests, error pages,
 * correlation ids, their metrics, and the start and stop of a service. May import Spring MVC,
 * Jackson, Micrometer and the exceptions of Flyway, but no web server and neither service.
 */
@NullMarked
package io.stockledger.http;

import org.jspecify.annotations.NullMarked;
