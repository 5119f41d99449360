package io.stockledger.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;

/**
 * Signs tokens (ES256) with a key pair in a folder of mode 0700. Whoever can read the private key
 * can make tokens for every scope, so that it is a file of mode 0600, and one that others can read
 * is refused. Thread-safe.
 */
public final class LocalIssuer {

    /** The private key as JWK (RFC 7517). */
    static final String PRIVATE_KEY = "private-key.jwk";

    /** The set with the public key, which the services read. */
    static final String KEY_SET = "jwks.json";

    private static final String OWNER_ONLY = "rw-------";
    private static final String READABLE_BY_ALL = "rw-r--r--";

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OF_OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private final ECKey key;
    private final JWSSigner signer;

    private LocalIssuer(ECKey key, JWSSigner signer) {
        this.key = key;
        this.signer = signer;
    }

    /** The folder of the keys in the data folder of a local stack. */
    public static Path folderIn(Path data) {
        return data.resolve("issuer");
    }

    /** The key set of the issuer whose keys are in this folder. */
    public static Path keySet(Path folder) {
        return folder.resolve(KEY_SET);
    }

    /** Whether the folder has the keys of an issuer. */
    public static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve(PRIVATE_KEY));
    }

    /**
     * The issuer with the keys in this folder.
     *
     * @throws IssuerFailure if the private key is missing, damaged, or readable by others
     */
    public static LocalIssuer open(Path folder) {
        Path file = folder.resolve(PRIVATE_KEY);
        if (!Files.exists(file)) {
            throw new IssuerFailure(
                    "%s is missing: start ./run --secure first, or make the keys with deploy/make-env, or name their folder with --keys"
                            .formatted(file));
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                throw new IssuerFailure(
                        "%s can be read or changed by others, who could make tokens: run chmod 600 on it, or delete it to make a new key"
                                .formatted(file));
            }
            ECKey key = ECKey.parse(Files.readString(file));
            if (!Curve.P_256.equals(key.getCurve())
                    || key.getKeyID() == null
                    || !key.isPrivate()
                    || !isPair(key)) {
                throw damaged(file, null);
            }
            return new LocalIssuer(key, new ECDSASigner(key));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new IssuerFailure("cannot read %s (%s): make it readable".formatted(file, e), e);
        }
    }

    /**
     * The issuer with the keys in this folder. The first call makes the folder and the keys; each
     * call makes the key set again if it is missing or has another key.
     *
     * @throws IssuerFailure as {@link #open}, or if the folder is not writable
     */
    public static LocalIssuer openOrCreate(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, FOLDER);
            if (!existsIn(folder)) {
                write(folder.resolve(PRIVATE_KEY), newKey().toJSONString() + "\n", OWNER_ONLY);
            }
            LocalIssuer issuer = open(folder);
            String set = new JWKSet(issuer.key.toPublicJWK()).toString(true) + "\n";
            Path file = keySet(folder);
            if (!Files.exists(file) || !Files.readString(file).equals(set)) {
                write(file, set, READABLE_BY_ALL);
            }
            return issuer;
        } catch (IOException e) {
            throw new IssuerFailure(
                    "cannot write the keys of the local issuer into %s (%s): make it writable"
                            .formatted(folder, e),
                    e);
        }
    }

    /**
     * A signed token with these claims.
     *
     * @param now the instant at which it begins
     */
    public String token(TokenClaims claims, Instant now) {
        var content =
                new JWTClaimsSet.Builder()
                        .issuer(claims.issuer())
                        .subject(claims.subject())
                        .audience(claims.audience())
                        .claim("scope", String.join(" ", claims.scopes()))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(claims.lifetime())))
                        .jwtID(UUID.randomUUID().toString())
                        .build();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build();
        var token = new SignedJWT(header, content);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
        return token.serialize();
    }

    /** Whether the public half verifies the signatures of the private half. */
    private static boolean isPair(ECKey key) throws JOSEException {
        var probe = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload("probe"));
        probe.sign(new ECDSASigner(key));
        return probe.verify(new ECDSAVerifier(key));
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot make an EC key", e);
        }
    }

    private static IssuerFailure damaged(Path file, @Nullable Exception e) {
        String message =
                "%s is damaged, it has no private EC key with a key id: restore it, or delete it to make a new key"
                        .formatted(file);
        return e == null ? new IssuerFailure(message) : new IssuerFailure(message, e);
    }

    /** The file is never seen in part, nor with wider permissions. */
    private static void write(Path file, String text, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        Files.deleteIfExists(fresh);
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(wanted));
        Files.setPosixFilePermissions(fresh, wanted);
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
