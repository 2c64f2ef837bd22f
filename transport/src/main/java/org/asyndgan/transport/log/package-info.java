/**
 * Topics as logs: records read by position, written in transactions, decoded and encoded.
 *
 * <p>Knows Kafka's clients and no port of core. {@link org.asyndgan.transport.log.LogReader} reads what was committed,
 * {@link org.asyndgan.transport.log.Transactions} writes records and positions together or not at all, {@link
 * org.asyndgan.transport.log.RecordSerde} turns values into records and back. What Kafka throws leaves as a {@link
 * org.asyndgan.transport.TransportException}.
 */
package org.asyndgan.transport.log;
