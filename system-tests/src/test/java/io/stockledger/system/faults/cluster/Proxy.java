package io.stockledger.system.faults.cluster;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.stockledger.localstack.process.Ports;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A TCP proxy in front of one server, whose link can be disturbed. All its connections are handled
 * by the one thread of the event loop, so the order of the data is kept. Thread-safe.
 */
final class Proxy implements AutoCloseable {

    private static final int CONNECT_MAX_MS = 2_000;

    private final EventLoopGroup loop;
    private final int targetPort;
    private final Channel listener;
    private final Set<ProxyConnection> connections = new HashSet<>();
    private LinkState state = LinkState.OPEN;

    /**
     * Listens on a free port.
     *
     * @param loop has one thread
     */
    Proxy(EventLoopGroup loop, int port, int targetPort) {
        this.loop = loop;
        this.targetPort = targetPort;
        this.listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Acceptance())
                        .bind(Ports.LOOPBACK, port)
                        .syncUninterruptibly()
                        .channel();
    }

    /** Changes the state of the link, also for the connections that are open. */
    void set(LinkState newState) {
        loop.submit(
                        () -> {
                            state = newState;
                            List.copyOf(connections)
                                    .forEach(connection -> connection.adopt(newState));
                        })
                .syncUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        set(LinkState.CUT);
    }

    private final class Acceptance extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel client) {
            if (state == LinkState.CUT) {
                ProxyConnection.reset(client);
                return;
            }
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MAX_MS)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(Ports.LOOPBACK, targetPort)
                    .addListener(
                            (ChannelFuture connected) -> {
                                if (connected.isSuccess()) {
                                    open(client, connected.channel());
                                } else {
                                    ProxyConnection.reset(client);
                                }
                            });
        }

        private void open(Channel client, Channel server) {
            if (state == LinkState.CUT) {
                ProxyConnection.reset(client);
                ProxyConnection.reset(server);
                return;
            }
            var connection = new ProxyConnection(client, server, connections::remove);
            connections.add(connection);
            connection.adopt(state == LinkState.HALF_OPEN ? LinkState.OPEN : state);
            connection.start();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ProxyConnection.reset(context.channel());
        }
    }
}
