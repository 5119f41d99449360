package io.stockledger.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The headers that tell a browser to run nothing of an answer, to embed it nowhere and, over TLS,
 * to use only TLS. The page of the API description runs its own scripts.
 */
final class SecurityHeaders {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final String OWN_PAGE =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void configure(HttpSecurity http) {
        http.headers(
                headers ->
                        headers
                                // Each answer says itself how long it may be kept.
                                .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                                .xssProtection(HeadersConfigurer.XXssConfig::disable)
                                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                                .addHeaderWriter(new ContentPolicy())
                                .withObjectPostProcessor(new EagerWriting()));
    }

    private static final class ContentPolicy implements HeaderWriter {
        @Override
        public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
            boolean page = request.getRequestURI().startsWith("/swagger-ui");
            response.setHeader("Content-Security-Policy", page ? OWN_PAGE : NOTHING);
        }
    }

    /** Before the answer, so that the answer need not be wrapped. */
    private static final class EagerWriting implements ObjectPostProcessor<HeaderWriterFilter> {
        @Override
        public <O extends HeaderWriterFilter> O postProcess(O filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    }
}
