package org.asyndgan.transport.topic;

/** A topic of a run, by its name in Kafka and what travels there. */
public record Topic(String name, Channel channel) {

    /** The registry's subject for its values (TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }
}
