package org.asyndgan.live.view;

/**
 * Where a record lies in the run's log.
 *
 * @param topic name of the topic
 * @param offset within its only partition
 */
public record Position(String topic, long offset) {

    /** As the id of a server-sent event, such as {@code nuclei.events@41}. */
    public String id() {
        return topic + "@" + offset;
    }
}
