package io.stockledger.benchmarks.load;

/** Creates the clients of a load. */
public interface Clients {

    /**
     * Creates a client.
     *
     * @param number the number of the client, from 0
     */
    Client client(int number) throws Exception;
}
