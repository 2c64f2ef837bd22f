/**
 * A whole run in one process: the topics in memory, generator and sites taking turns.
 *
 * <p>What is compared, measured and simulated runs here through the very loops that run over Kafka.
 */
package org.asyndgan.core.memory;
