package org.asyndgan.transport.log;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;

/** What Kafka's clients throw, as a {@link TransportException} that says what to do. */
final class Faults {

    private Faults() {}

    /** @param doing completes the sentence "… while this worker was …" */
    static TransportException of(KafkaException fault, LinkSettings settings, String doing) {
        String broker = "The Kafka broker at " + settings.broker().bootstrapServers();
        if (has(ProducerFencedException.class, fault) || has(InvalidProducerEpochException.class, fault)) {
            return new TransportException(
                    Trouble.WORKER_FENCED,
                    broker + " shut this worker out while it was " + doing
                            + ": another one has started under the same name in run " + settings.run()
                            + ". Stop one of the two; nothing was written twice.",
                    fault);
        }
        if (has(RecordTooLargeException.class, fault)) {
            return new TransportException(
                    Trouble.RECORD_TOO_LARGE,
                    broker + " refused a record as too large while this worker was " + doing
                            + ". Raise max.message.bytes of the topic, or lower the batch size.",
                    fault);
        }
        if (has(AuthenticationException.class, fault) || has(AuthorizationException.class, fault)) {
            return new TransportException(
                    Trouble.BROKER_REFUSES,
                    broker + " did not let this worker in while it was " + doing + ": "
                            + root(fault).getMessage() + " Check its credentials and the access rights of run "
                            + settings.run() + ".",
                    fault);
        }
        if (has(ConfigException.class, fault)) {
            return new TransportException(
                    Trouble.BROKER_UNREACHABLE,
                    broker + " cannot be tried: " + root(fault).getMessage()
                            + ". Check the address (brokers, host:port) and the client settings.",
                    fault);
        }
        if (has(RetriableException.class, fault)) {
            return new TransportException(
                    Trouble.BROKER_UNREACHABLE,
                    broker + " did not answer in time while this worker was " + doing
                            + ". Check the address (brokers) and whether the broker is started; the worker goes on"
                            + " from its snapshot.",
                    fault);
        }
        return new TransportException(
                Trouble.BROKER_FAILED,
                broker + " failed while this worker was " + doing + ": " + root(fault)
                        + ". What was written counts whole or not at all; the worker goes on from its snapshot and the"
                        + " log.",
                fault);
    }

    private static boolean has(Class<? extends Throwable> type, Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
