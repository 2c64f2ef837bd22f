package org.asyndgan.core.protocol;

/** What the generator sends to one site: batches, and the end of the run after the last of them. */
public sealed interface SiteMessage permits SyntheticBatch, EndOfRun {

    /** Site and sequence; also the key of the record. */
    BatchId id();
}
