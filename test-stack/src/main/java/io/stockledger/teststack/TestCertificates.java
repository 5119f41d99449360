package io.stockledger.teststack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.stockledger.localstack.process.FileTree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Certificates and keys of one test JVM as PEM files, made by the {@code keytool} of its JDK at the
 * first use. Thread-safe.
 */
public final class TestCertificates {

    /** A certificate of a server or a client, with its key. */
    public enum Kind {
        /** Valid, for the host {@code localhost}. */
        RIGHT,
        /** Like {@link #RIGHT}, with another key. */
        RENEWED,
        /** For {@code localhost}, but expired two days ago. */
        EXPIRED,
        /** Valid, but for the host {@code other.example.org}. */
        OTHER_HOST,
        /** For {@code localhost}, but signed by the foreign CA. */
        FOREIGN;

        private String alias() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String CA = "ca";
    private static final String FOREIGN_CA = "foreign-ca";
    private static final String PASSWORD = "changeit";
    private static final int RANDOM_BYTES = 32;

    private static @Nullable TestCertificates shared;

    private final Path folder;
    private final KeyStore store;

    private TestCertificates(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        Path file = folder.resolve("all.p12");
        keytool(file, "-alias", CA, "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
        keytool(file, "-alias", FOREIGN_CA, "-dname", "CN=Foreign CA", "-ext", "bc:c=ca:true");
        for (Kind kind : Kind.values()) {
            keytool(file, arguments(kind));
        }
        this.store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        for (String authority : List.of(CA, FOREIGN_CA)) {
            write(folder.resolve(authority + ".crt"), pem(store.getCertificate(authority)));
        }
        for (Kind kind : Kind.values()) {
            write(certificate(kind), chain(kind));
            write(key(kind), keyPem(kind));
            write(keyAndCertificate(kind), keyPem(kind) + chain(kind));
        }
    }

    /** Returns the certificates of this JVM. Their files are deleted at its end. */
    public static synchronized TestCertificates shared() {
        if (shared == null) {
            Path folder = TestFolder.create();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            try {
                shared = new TestCertificates(folder);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("Cannot make the test certificates", e);
            }
        }
        return shared;
    }

    private static String[] arguments(Kind kind) {
        String host = kind == Kind.OTHER_HOST ? "other.example.org" : "localhost";
        return new String[] {
            "-alias",
            kind.alias(),
            "-dname",
            "CN=" + kind.alias(),
            "-ext",
            "san=dns:" + host,
            "-signer",
            kind == Kind.FOREIGN ? FOREIGN_CA : CA,
            "-startdate",
            kind == Kind.EXPIRED ? "-3d" : "-1d"
        };
    }

    private static void keytool(Path file, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of("-genkeypair", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-validity", List.of(arguments).contains("-3d") ? "1" : "30"));
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool runs", e);
        }
    }

    /** The certificate of the CA that has signed all others but {@link Kind#FOREIGN}. */
    public Path ca() {
        return folder.resolve(CA + ".crt");
    }

    /** The certificate of the CA that has signed {@link Kind#FOREIGN}. */
    public Path foreignCa() {
        return folder.resolve(FOREIGN_CA + ".crt");
    }

    /** The certificate with the certificate of its CA. */
    public Path certificate(Kind kind) {
        return folder.resolve(kind.alias() + ".crt");
    }

    /** The key of the certificate, not encrypted. */
    public Path key(Kind kind) {
        return folder.resolve(kind.alias() + ".key");
    }

    /** The key and the certificates in one file. */
    public Path keyAndCertificate(Kind kind) {
        return folder.resolve(kind.alias() + ".pem");
    }

    /** Replaces the files {@code tls.crt} and {@code tls.key} in a folder, as a renewal does. */
    public void install(Kind kind, Path target) throws IOException {
        for (Path file : List.of(certificate(kind), key(kind))) {
            String name = file.toString().endsWith(".crt") ? "tls.crt" : "tls.key";
            Path next = Files.copy(file, target.resolve(name + ".next"));
            Files.move(next, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Whether it is this certificate. */
    public boolean is(Kind kind, Certificate certificate) throws GeneralSecurityException {
        return store.getCertificate(kind.alias()).equals(certificate);
    }

    /**
     * TLS of a client.
     *
     * @param trusted the file of the CA that it trusts
     * @param presented the certificate that it presents whatever the server trusts, or null for
     *     none
     */
    public SSLContext client(Path trusted, @Nullable Kind presented)
            throws GeneralSecurityException, IOException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        String authority = trusted.equals(ca()) ? CA : FOREIGN_CA;
        trust.setCertificateEntry(authority, store.getCertificate(authority));
        var trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trust);
        // The other key managers of the JDK do not find keys by the aliases of the store.
        var keyManagers = KeyManagerFactory.getInstance("SunX509");
        keyManagers.init(store, PASSWORD.toCharArray());
        var keys = (X509ExtendedKeyManager) keyManagers.getKeyManagers()[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new FixedKey(keys, presented)},
                trustManagers.getTrustManagers(),
                null);
        return context;
    }

    /** The first message of a client that knows TLS 1.1 and no later version. */
    public static byte[] helloOfTls11() {
        return HexFormat.of()
                .parseHex(
                        // Record of a handshake, version 1.0, 47 bytes; ClientHello of 43
                        // bytes, version 1.1.
                        "160301002f0100002b0302"
                                + "00".repeat(RANDOM_BYTES)
                                // No session; two cipher suites; no compression.
                                + "00"
                                + "0004c013002f"
                                + "0100");
    }

    /** Presents one certificate, even if the server does not trust its CA. */
    private static final class FixedKey extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager keys;
        private final @Nullable Kind presented;

        FixedKey(X509ExtendedKeyManager keys, @Nullable Kind presented) {
            this.keys = keys;
            this.presented = presented;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return presented == null ? null : presented.alias();
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return presented == null ? null : presented.alias();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return presented == null ? new String[0] : new String[] {presented.alias()};
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    private String chain(Kind kind) throws GeneralSecurityException {
        var text = new StringBuilder();
        for (Certificate each : store.getCertificateChain(kind.alias())) {
            text.append(pem(each));
        }
        return text.toString();
    }

    private String keyPem(Kind kind) throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey(kind.alias(), PASSWORD.toCharArray()).getEncoded());
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static void delete(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
