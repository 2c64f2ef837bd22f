package org.asyndgan.transport.schema;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.schemas.Contract;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;

/**
 * The schema registry, as one worker sees it: shared by its readers and writers, since it remembers every schema it
 * has once fetched. So a registry that goes away hurts only who meets a new schema. Thread-safe.
 */
public final class SchemaRegistry implements AutoCloseable {

    private static final int REMEMBERED_SCHEMAS = 1000;

    /** By class, because an {@link AvroSchema} is costly to compare with an equal one. */
    private static final Map<Class<?>, AvroSchema> CONTRACTS = new ConcurrentHashMap<>();

    static final int NOT_FOUND = 404;

    private static final int TOO_SLOW = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final RegistrySettings settings;
    private final SchemaRegistryClient client;

    /** Connects to nothing yet. */
    public SchemaRegistry(RegistrySettings settings) {
        TrustedMessages.trust();
        this.settings = settings;
        this.client = new CachedSchemaRegistryClient(
                Arrays.asList(settings.url().split(",")),
                REMEMBERED_SCHEMAS,
                List.of(new AvroSchemaProvider()),
                clientSettings());
    }

    /**
     * Says whether the registry answers.
     *
     * @throws TransportException if it does not within the timeout
     */
    public void requireAnswer() {
        ask("list its subjects", client::getAllSubjects);
    }

    /** Closes its connections. */
    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException closed) {
            // Nothing is left to do for a connection that is given up.
        }
    }

    SchemaRegistryClient client() {
        return client;
    }

    /** For messages. */
    String url() {
        return settings.printedUrl();
    }

    /** Settings of Confluent's serialisers: they register nothing and write with the very schema they are given. */
    Map<String, Object> serialiserSettings() {
        var all = clientSettings();
        all.put(AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS, false);
        all.put(AbstractKafkaSchemaSerDeConfig.USE_LATEST_VERSION, false);
        all.put(AbstractKafkaSchemaSerDeConfig.RULE_SERVICE_LOADER_ENABLE, false);
        all.put(KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true);
        return all;
    }

    /** The contract of a message, under its name on the wire. */
    static AvroSchema contract(Class<? extends SpecificRecord> message) {
        return CONTRACTS.computeIfAbsent(message, type -> new AvroSchema(Contract.of(message)));
    }

    /** A request of the client, its failures told in our words. */
    <T> T ask(String deed, Request<T> request) {
        try {
            return request.send();
        } catch (RestClientException answered) {
            throw mayPass(answered) ? unreachable(answered) : refused(deed, answered);
        } catch (IOException failed) {
            throw unreachable(failed);
        }
    }

    /** Whether the registry answered that something is wrong with itself, or that it is asked too much. */
    static boolean mayPass(RestClientException answer) {
        int status = answer.getStatus();
        return status >= SERVER_ERRORS || status == TOO_SLOW || status == TOO_MANY_REQUESTS;
    }

    /** @param subject that has no version equal to the contract of the message */
    TransportException notRegistered(String subject, Class<? extends SpecificRecord> message, Exception cause) {
        return new TransportException(
                Trouble.SCHEMA_NOT_REGISTERED,
                "The schema registry at " + url() + " does not know this program's "
                        + contract(message).rawSchema().getName() + " under " + subject
                        + ". Provision the run's schemas first.",
                cause);
    }

    /** @param deed completes "The schema registry refused to …" */
    TransportException refused(String deed, Exception answer) {
        return new TransportException(
                Trouble.REGISTRY_REFUSES,
                "The schema registry at " + url() + " refused to " + deed + ": " + answer.getMessage()
                        + ". Check the URL, the credentials and their rights.",
                answer);
    }

    TransportException unreachable(Exception cause) {
        return new TransportException(
                Trouble.REGISTRY_UNREACHABLE,
                "The schema registry at " + url() + " cannot be reached: " + cause.getMessage()
                        + ". Check the URL (registry) and whether the registry is started.",
                cause);
    }

    private Map<String, Object> clientSettings() {
        var all = new HashMap<String, Object>(settings.client());
        all.put(AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, settings.url());
        int timeoutMs = Math.toIntExact(settings.timeout().toMillis());
        all.put(AbstractKafkaSchemaSerDeConfig.HTTP_CONNECT_TIMEOUT_MS, timeoutMs);
        all.put(AbstractKafkaSchemaSerDeConfig.HTTP_READ_TIMEOUT_MS, timeoutMs);
        return all;
    }

    /** One request to the registry. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws IOException, RestClientException;
    }
}
