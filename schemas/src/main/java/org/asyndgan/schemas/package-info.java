/**
 * The messages on the wire: one generated class a record of {@code src/main/avro}, called {@code AvroX} where the schema
 * says {@code X}.
 *
 * <p>{@link org.asyndgan.schemas.Contract} has the schemas as the registry holds them.
 */
package org.asyndgan.schemas;
