package io.stockledger.query.http;

import io.stockledger.access.ClientSlots;
import io.stockledger.access.ClientSlots.Slot;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Closes a new connection whose address has too many of them. Jetty has several connections for one
 * connection of the network: one for each layer, such as TLS, and one after the other when a
 * connection goes on with another protocol. Thread-safe.
 */
final class JettyAddressLimit implements Connection.Listener {

    private final ClientSlots slots;
    private final ConcurrentMap<EndPoint, Slot> open = new ConcurrentHashMap<>();

    JettyAddressLimit(ClientSlots slots) {
        this.slots = slots;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint network = network(connection);
        if (network.getRemoteSocketAddress() instanceof InetSocketAddress remote
                && network.isOpen()
                && !open.containsKey(network)) {
            Slot slot = slots.tryTake(remote.getAddress());
            if (slot == null) {
                network.close();
            } else {
                open.put(network, slot);
                if (!network.isOpen()) {
                    release(network);
                }
            }
        }
    }

    @Override
    public void onClosed(Connection connection) {
        release(network(connection));
    }

    private void release(EndPoint network) {
        Slot slot = open.remove(network);
        if (slot != null) {
            slot.close();
        }
    }

    private static EndPoint network(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return endPoint;
    }
}
