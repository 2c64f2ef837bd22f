/**
 * The ports of {@code core} on Kafka: one link a worker.
 *
 * <p>{@link org.asyndgan.transport.link.GeneratorLink}, {@link org.asyndgan.transport.link.SiteLink} and
 * {@link org.asyndgan.transport.link.SampleLink} are made for one thread, read by assignment (no group whose members
 * could be thought dead during a long training step) and only what was committed. What cannot be read goes to the
 * reader's topic of dead letters and stops nobody. Whatever a link throws ends it: close it, open another one, and go
 * on from the snapshot.
 */
package org.asyndgan.transport.link;
