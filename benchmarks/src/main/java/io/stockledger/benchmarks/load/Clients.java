package io.stockledger.benchmarks.load;

/** Makes each client of a load. */
public interface Clients {

    Client client(int number) throws Exception;
}
