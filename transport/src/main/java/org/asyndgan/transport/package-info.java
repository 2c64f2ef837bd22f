/**
 * The way to the outside: Kafka, Avro and the schema registry behind the ports of core.
 *
 * <p>{@link org.asyndgan.transport.topic} knows which topics a run has, {@link
 * org.asyndgan.transport.schema} turns records into bytes and back, {@link org.asyndgan.transport.codec} values into
 * records and back, {@link org.asyndgan.transport.log} reads and writes topics, and {@link org.asyndgan.transport.link}
 * has the ports. Whatever is wrong with the outside
 * world ends as a {@link org.asyndgan.transport.TransportException} with a code; whatever is wrong with
 * a single record is a value.
 */
package org.asyndgan.transport;
