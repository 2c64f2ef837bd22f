/**
 * The central generator: its state, how a record of the fold journal changes it, and the loop that
 * keeps it going.
 *
 * <p>{@link org.asyndgan.core.generator.CentralGenerator} is a deterministic machine; {@link
 * org.asyndgan.core.generator.GeneratorLoop} feeds it live and in recovery through the same method.
 * The outside world is behind the ports {@link org.asyndgan.core.generator.GeneratorInbox} and {@link
 * org.asyndgan.core.generator.GeneratorOutbox}.
 */
package org.asyndgan.core.generator;
