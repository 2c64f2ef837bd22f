package org.asyndgan.transport.schema;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.topic.Topic;

/**
 * Registers the schemas of a run's topics, once before the run; workers only check that they are.
 *
 * <p>Each subject is held to FULL_TRANSITIVE compatibility, whatever the registry's default is. May be done any
 * number of times: a schema that is registered stays as it is. Not thread-safe.
 */
public final class SchemaProvisioner {

    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private final SchemaRegistry registry;

    public SchemaProvisioner(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers the schema of each topic's values under {@link Topic#subject()}.
     *
     * @throws TransportException if the registry cannot be reached, refuses, or holds a version that the schema is not
     *     compatible with
     */
    public void provision(Collection<Topic> topics) {
        topics.forEach(this::provision);
    }

    /**
     * Checks that the schema of each topic's values is registered, as a worker does before it starts.
     *
     * @throws TransportException if one is not, or the registry cannot be reached or refuses
     */
    public void check(Collection<Topic> topics) {
        for (Topic topic : topics) {
            var message = topic.channel().message();
            var schema = SchemaRegistry.contract(message);
            if (!registry.ask("look up " + topic.subject(), () -> isRegistered(topic.subject(), schema))) {
                throw registry.notRegistered(topic.subject(), message, null);
            }
        }
    }

    private void provision(Topic topic) {
        var subject = topic.subject();
        var schema = SchemaRegistry.contract(topic.channel().message());
        var client = registry.client();
        if (!registry.ask("look up " + subject, () -> isRegistered(subject, schema))) {
            // First the rule, then the question: a registry whose rule is NONE finds everything compatible.
            registry.ask("set the compatibility of " + subject, () -> hold(subject));
            requireCompatible(topic, schema);
            registry.ask("register " + subject, () -> client.register(subject, schema));
        }
        registry.ask("set the compatibility of " + subject, () -> hold(subject));
    }

    /** Sets the compatibility of a subject that exists; some registries know no rule for one that does not. */
    private boolean hold(String subject) throws IOException, RestClientException {
        try {
            registry.client().updateCompatibility(subject, COMPATIBILITY);
            return true;
        } catch (RestClientException answer) {
            if (answer.getStatus() == SchemaRegistry.NOT_FOUND) {
                return false;
            }
            throw answer;
        }
    }

    private boolean isRegistered(String subject, AvroSchema schema) throws IOException, RestClientException {
        try {
            registry.client().getId(subject, schema);
            return true;
        } catch (RestClientException answer) {
            if (answer.getStatus() == SchemaRegistry.NOT_FOUND) {
                return false;
            }
            throw answer;
        }
    }

    private void requireCompatible(Topic topic, AvroSchema schema) {
        var problems = registry.ask(
                "compare " + topic.subject() + " with its versions", () -> problems(topic.subject(), schema));
        if (!problems.isEmpty()) {
            throw new TransportException(
                    Trouble.SCHEMA_INCOMPATIBLE,
                    "The schema registry at " + registry.url() + " holds versions of " + topic.subject()
                            + " that this program's "
                            + schema.rawSchema().getName() + " is not compatible with: "
                            + String.join("; ", problems)
                            + ". Use the program version that the run was started with, or choose another name for the"
                            + " run.",
                    null);
        }
    }

    private List<String> problems(String subject, AvroSchema schema) throws IOException, RestClientException {
        try {
            return registry.client().testCompatibilityVerbose(subject, schema);
        } catch (RestClientException answer) {
            if (answer.getStatus() == SchemaRegistry.NOT_FOUND) {
                return List.of();
            }
            throw answer;
        }
    }
}
