/**
 * TLS as both services use it: the certificate of the web server, and the SSL bundles of Spring
 * Boot while their files are renewed. May import Spring Boot and the explanation of refused
 * connections, but no web server and neither service.
 */
@NullMarked
package io.stockledger.tls;

import org.jspecify.annotations.NullMarked;
