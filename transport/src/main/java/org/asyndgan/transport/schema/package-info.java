/**
 * Records as bytes, in Confluent's format: a zero byte, the schema's id in the registry, then Avro.
 *
 * <p>The genuine Confluent classes do the work. {@link
 * org.asyndgan.transport.schema.SchemaProvisioner} registers a run's schemas before it starts;
 * workers only use what is registered, through {@link org.asyndgan.transport.schema.AvroWriter} and
 * {@link org.asyndgan.transport.schema.AvroReader}. A record that cannot be read is a value.
 */
package org.asyndgan.transport.schema;
