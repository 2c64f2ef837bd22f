/**
 * What the pipeline costs: the same training in one process and through Kafka, the rate without any compute, many
 * sites, and bytes on the wire.
 *
 * <p>{@link org.asyndgan.bench.pipeline.PipelineCommand} leads it.
 */
package org.asyndgan.bench.pipeline;
