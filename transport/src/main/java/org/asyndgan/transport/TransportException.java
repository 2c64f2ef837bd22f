package org.asyndgan.transport;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** The broker, the registry or their set-up does not allow to go on; the message says why and what to do. */
public final class TransportException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What can be wrong. */
    public enum Trouble {
        /** No broker answers; it may later. */
        BROKER_UNREACHABLE("ADG-101", true),
        /** No registry answers; it may later. */
        REGISTRY_UNREACHABLE("ADG-102", true),
        /** The largest record of the run does not fit its topic. */
        TOPIC_LIMIT_TOO_SMALL("ADG-103", false),
        /** The registry holds a schema that the run's own is not compatible with. */
        SCHEMA_INCOMPATIBLE("ADG-104", false),
        /** The registry does not know a schema yet. */
        SCHEMA_NOT_REGISTERED("ADG-105", false),
        /** A topic does not exist yet. */
        TOPIC_MISSING("ADG-106", false),
        /** A topic exists, but not as the run needs it. */
        TOPIC_UNSUITABLE("ADG-107", false),
        /** The broker answers, but refuses. */
        BROKER_REFUSES("ADG-108", false),
        /** The registry answers, but refuses. */
        REGISTRY_REFUSES("ADG-109", false),
        /** Another worker writes under the same name. */
        WORKER_FENCED("ADG-121", false),
        /** One record is larger than the limit. */
        RECORD_TOO_LARGE("ADG-122", false),
        /** A record that the journal names can no longer be read. */
        RECORD_SPOILT("ADG-123", false),
        /** The broker failed in another way, such as a transaction that it gave up. */
        BROKER_FAILED("ADG-125", true),
        /** A transaction is open that nobody can end but an administrator. */
        TRANSACTION_HANGS("ADG-126", false),
        /** The run has a site that this worker was not told of. */
        SITE_NOT_NAMED("ADG-127", false),
        /** The site has shared other masks in this run before. */
        OTHER_MASKS_SHARED("ADG-128", false);

        private final String code;
        private final boolean passes;

        Trouble(String code, boolean passes) {
            this.code = code;
            this.passes = passes;
        }
    }

    private final Trouble trouble;

    /** @param message whole sentences; the code is added to them */
    public TransportException(Trouble trouble, String message, Throwable cause) {
        super(trouble.code, message, cause);
        this.trouble = trouble;
    }

    /** Whether the same may succeed later with nothing changed here. */
    public boolean isRetriable() {
        return trouble.passes;
    }
}
