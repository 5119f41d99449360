package io.stockledger.localstack.launcher;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A small program in the place of a service: it is ready at once, answers with its database URL,
 * and ends on request.
 */
final class TinyService {

    private TinyService() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = System.getenv();
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.ofLiteral(settings.getOrDefault("SERVER_ADDRESS", "")),
                                Integer.parseInt(settings.getOrDefault("SERVER_PORT", ""))),
                        0);
        server.createContext(
                "/",
                exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/end")) {
                        System.exit(7);
                    }
                    byte[] body =
                            settings.getOrDefault("SPRING_DATASOURCE_URL", "")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    /** A service that is not ready, with one error line, until its path /heal is called. */
    static final class LateReadiness {

        private LateReadiness() {}

        public static void main(String[] arguments) throws IOException {
            Map<String, String> settings = System.getenv();
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral(
                                            settings.getOrDefault("SERVER_ADDRESS", "")),
                                    Integer.parseInt(settings.getOrDefault("SERVER_PORT", ""))),
                            0);
            int[] status = {503};
            server.createContext(
                    "/",
                    exchange -> {
                        if (exchange.getRequestURI().getPath().equals("/heal")) {
                            status[0] = 200;
                        }
                        exchange.sendResponseHeaders(status[0], -1);
                        exchange.close();
                    });
            server.start();
            System.out.println(
                    "2026-11-25T02:22:06.074Z ERROR 71 --- [query] [  main] i.s.Reporter : The sky"
                            + " is falling.");
        }
    }

    /** A service that refuses to start with one error line, followed by another line. */
    static final class RefusedStart {

        private RefusedStart() {}

        public static void main(String[] arguments) {
            String log = "2026-11-25T02:22:06.074Z %5s 71 --- [query] [  main] i.s.Reporter : %s";
            System.out.println(log.formatted("ERROR", "Cannot start: the sky is falling."));
            System.out.println(log.formatted("INFO", "Shutdown completed."));
            System.exit(1);
        }
    }

    /** Writes a jar of this program in the place of a service. */
    static void packageAs(Path jar) throws IOException {
        packageAs(jar, TinyService.class);
    }

    /** Writes a jar of a program of this file in the place of a service. */
    static void packageAs(Path jar, Class<?> program) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            String file = program.getName().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(file));
            try (var in = program.getResourceAsStream("/" + file)) {
                if (in == null) {
                    throw new IOException(file + " is not on the class path");
                }
                in.transferTo(out);
            }
            out.closeEntry();
        }
    }
}
