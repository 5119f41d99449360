package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import java.util.List;

/** The instances of both services that the options name. Thread-safe. */
public final class Services implements AutoCloseable {

    private final HttpCalls calls;
    private final List<Service> commands;
    private final List<Service> queries;

    Services(HttpCalls calls, List<ServiceUrl> commandUrls, List<ServiceUrl> queryUrls) {
        this.calls = calls;
        this.commands = commandUrls.stream().map(url -> new Service(calls, url)).toList();
        this.queries = queryUrls.stream().map(url -> new Service(calls, url)).toList();
    }

    /**
     * The command service.
     *
     * @throws OperatorFailure if the options name several
     */
    public Service command() {
        return only(commands, "--command-service");
    }

    /**
     * The query service.
     *
     * @throws OperatorFailure if the options name several
     */
    public Service query() {
        return only(queries, "--query-service");
    }

    /** All instances of the command service. */
    public List<Service> commands() {
        return commands;
    }

    /** All instances of the query service. */
    public List<Service> queries() {
        return queries;
    }

    private static Service only(List<Service> services, String option) {
        if (services.size() != 1) {
            throw new OperatorFailure(option + " takes one address for this command");
        }
        return services.getFirst();
    }

    @Override
    public void close() {
        calls.close();
    }
}
