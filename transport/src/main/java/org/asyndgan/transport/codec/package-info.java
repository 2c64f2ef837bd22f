/**
 * From the values of {@code core} to the records of {@code schemas} and back.
 *
 * <p>{@link org.asyndgan.transport.codec.RunCodec} is the only way in. Nothing that comes from outside is
 * trusted: a record that says something impossible becomes a {@link org.asyndgan.transport.Decoded.Invalid}
 * with the reason, never an exception. Knows no Kafka.
 */
package org.asyndgan.transport.codec;
