package io.stockledger.access;

import io.stockledger.access.AccessRules.Need;
import io.stockledger.http.ProblemWriter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.List;

/** The rates that each client may reach, with the filters that count. Thread-safe. */
final class RateLimits {

    private static final int UNAUTHORIZED = 401;

    private final AccessRules rules;
    private final RateLimit commands;
    private final RateLimit reads;
    private final RateLimit costlyReads;
    private final RateLimit refusals;

    RateLimits(AccessRules rules, ClientLimits limits) {
        this.rules = rules;
        this.commands = new RateLimit("commands", limits.commandsPerSecond());
        this.reads = new RateLimit("reads", limits.readsPerSecond());
        this.costlyReads = new RateLimit("costly-reads", limits.costlyReadsPerSecond());
        this.refusals = new RateLimit("refusals", limits.refusalsPerSecond());
    }

    List<RateLimit> all() {
        return List.of(commands, reads, costlyReads, refusals);
    }

    boolean areSet() {
        return all().stream().anyMatch(RateLimit::isSet);
    }

    /** Counts the requests of a client. After the filter that finds the client. */
    final class RequestFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            RateLimit limit = limit(RequestAccess.need(request, rules));
            if (limit == null || limit.admit(Clients.of(request), response)) {
                chain.doFilter(request, response);
            } else {
                ProblemWriter.write(request, response, limit.problem());
            }
        }
    }

    /** Counts the answers 401 to an address. Before the filter that checks tokens. */
    final class RefusalFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String address = Clients.address(request);
            if (refusals.isExhausted(address)) {
                ProblemWriter.write(request, response, refusals.problem());
                return;
            }
            chain.doFilter(request, response);
            if (response.getStatus() == UNAUTHORIZED) {
                refusals.count(address);
            }
        }
    }

    private @Nullable RateLimit limit(Need need) {
        if (!(need instanceof Need.Granted granted)) {
            return null;
        }
        return switch (granted.scope()) {
            case WRITE -> commands;
            case READ -> granted.costly() ? costlyReads : reads;
            case ADMIN -> reads;
        };
    }
}
