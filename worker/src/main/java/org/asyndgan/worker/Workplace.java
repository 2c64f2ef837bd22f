package org.asyndgan.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What a worker finds where it works.
 *
 * @param meters for {@code /prometheus}
 * @param progress for {@code /health}
 * @param connections for {@code /health}
 * @param clock for deadlines and time stamps, never for decisions of the algorithm
 */
public record Workplace(MeterRegistry meters, Progress progress, Connections connections, InstantSource clock) {}
