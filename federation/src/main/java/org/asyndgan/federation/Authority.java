package org.asyndgan.federation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who signs the certificates of a run: an authority of its own, or one that the operator has.
 *
 * <p>Keys are elliptic (P-256). Stores are PKCS#12, which Kafka's clients, the registry's client and Java read alike.
 */
final class Authority {

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final String ENTRY = "key";
    private static final int SERIAL_BITS = 127;
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * A new one, good for ten years.
     *
     * @param name such as {@code AsynDGAN run nuclei}
     */
    static Authority make(String name, Instant now) {
        KeyPair pair = pair();
        X500Principal subject = new X500Principal("CN=" + name);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    serial(),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(AUTHORITY_LIFE)),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new Authority(signed(builder, pair.getPrivate()), pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("Every Java runtime can sign with P-256", impossible);
        }
    }

    /**
     * One whose certificate and key are in PEM files.
     *
     * @throws FederationException ADG-662 if they cannot be read or do not belong together
     */
    static Authority read(Path certificate, Path key) {
        try (PEMParser certificates = parser(certificate);
                PEMParser keys = parser(key)) {
            Object one = certificates.readObject();
            Object other = firstKey(keys);
            if (!(one instanceof X509CertificateHolder holder)) {
                throw unusable(certificate, "holds no certificate", null);
            }
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            PrivateKey secret;
            if (other instanceof PrivateKeyInfo info) {
                secret = converter.getPrivateKey(info);
            } else if (other instanceof PEMKeyPair pair) {
                secret = converter.getKeyPair(pair).getPrivate();
            } else {
                throw unusable(key, "holds no unencrypted private key", null);
            }
            X509Certificate signer = new JcaX509CertificateConverter().getCertificate(holder);
            if (!isOf(secret, signer)) {
                throw unusable(certificate, "is not that of the key in " + key, null);
            }
            return new Authority(signer, secret);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw unusable(certificate, "or " + key + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** OpenSSL writes the name of an elliptic curve before a key on it. */
    private static Object firstKey(PEMParser keys) throws IOException {
        Object one = keys.readObject();
        while (one != null && !(one instanceof PrivateKeyInfo) && !(one instanceof PEMKeyPair)) {
            one = keys.readObject();
        }
        return one;
    }

    private static boolean isOf(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] text = certificate.getEncoded();
        Signature signing = Signature.getInstance(algorithm(key));
        signing.initSign(key);
        signing.update(text);
        Signature reading = Signature.getInstance(algorithm(key));
        reading.initVerify(certificate.getPublicKey());
        reading.update(text);
        return reading.verify(signing.sign());
    }

    private static String algorithm(PrivateKey key) {
        return key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "SHA256with" + key.getAlgorithm();
    }

    private static PEMParser parser(Path file) throws IOException {
        return new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII));
    }

    private static FederationException unusable(Path file, String why, Exception cause) {
        return new FederationException(
                "ADG-662",
                "The authority's file " + file + " " + why
                        + ". Name with --ca and --ca-key the PEM files of an authority's certificate and key.",
                cause);
    }

    /** Certificate and key as PEM files. */
    void write(Path certificateFile, Path keyFile) {
        Secrets.write(certificateFile, pem(certificate));
        Secrets.write(keyFile, pem(key));
    }

    byte[] certificatePem() {
        return pem(certificate);
    }

    private static byte[] pem(Object value) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            // Keys as PKCS#8, which says what kind of key it is.
            writer.writeObject(value instanceof PrivateKey secret ? new JcaPKCS8Generator(secret, null) : value);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A key with its certificate, as a PKCS#12 store.
     *
     * @param commonName the party's name, by which it is known to the broker
     * @param hosts names and addresses under which it is reached as a server; empty for clients
     */
    byte[] issue(String commonName, Collection<String> hosts, Duration life, Instant now, String password) {
        KeyPair pair = pair();
        try {
            var extensions = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    serial(),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(life)),
                    new X500Principal("CN=" + commonName),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            hosts.isEmpty()
                                    ? new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}
                                    : new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                                    }));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
            if (!hosts.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ENTRY, pair.getPrivate(), password.toCharArray(), new Certificate[] {
                signed(builder, key), certificate
            });
            return bytes(store, password);
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("Every Java runtime can sign and store certificates", impossible);
        }
    }

    /**
     * The certificate in a store that {@link #issue} made.
     *
     * @throws FederationException ADG-665 if there is none, or the password is another
     */
    static X509Certificate issued(Path store, String password) {
        try (InputStream bytes = Files.newInputStream(store)) {
            KeyStore read = KeyStore.getInstance("PKCS12");
            read.load(bytes, password == null ? null : password.toCharArray());
            if (read.getCertificate(ENTRY) instanceof X509Certificate certificate) {
                return certificate;
            }
            throw unreadable(store, "it holds no certificate", null);
        } catch (IOException | GeneralSecurityException damaged) {
            throw unreadable(store, damaged.toString(), damaged);
        }
    }

    private static FederationException unreadable(Path store, String why, Exception cause) {
        return new FederationException(
                "ADG-665",
                "The certificate in " + store + " cannot be read (" + why + "). Restore its folder from a backup, or"
                        + " remove the folder: then new keys are made, and nobody can refuse the old ones.",
                cause);
    }

    /** A PKCS#12 store that trusts this authority alone. */
    byte[] trust(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            return bytes(store, password);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("Every Java runtime can store certificates", impossible);
        }
    }

    private static GeneralNames names(Collection<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String host) {
        return host.matches("[0-9.]+") || host.contains(":");
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm(by)).build(by)));
    }

    private static byte[] bytes(KeyStore store, String password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        return bytes.toByteArray();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has P-256", impossible);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }

    /** The names that a certificate for these brokers needs, in the order given, loopback last. */
    static List<String> hostsOf(Collection<String> addresses) {
        var hosts = new LinkedHashSet<String>();
        for (String address : addresses) {
            for (String one : address.split(",", -1)) {
                String host = host(one.strip().replaceFirst("^\\w+://", ""));
                if (!host.isEmpty()) {
                    hosts.add(host);
                }
            }
        }
        hosts.addAll(List.of("localhost", "127.0.0.1"));
        return List.copyOf(hosts);
    }

    /** An address of IPv6 has colons of its own; before a port it stands in brackets. */
    private static String host(String address) {
        if (address.startsWith("[")) {
            return address.substring(1).replaceFirst("].*$", "");
        }
        return IPV6.matcher(address).matches() ? address : address.replaceFirst("[:/].*$", "");
    }
}
