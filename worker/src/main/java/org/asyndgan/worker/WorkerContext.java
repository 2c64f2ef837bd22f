package org.asyndgan.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.asyndgan.transport.Resources;
import org.asyndgan.worker.telemetry.Connections;
import org.asyndgan.worker.telemetry.Progress;

/**
 * What a worker is given to work with.
 *
 * @param meters for {@code /prometheus}
 * @param progress for {@code /health}
 * @param connections for {@code /health}
 * @param resources closed by whoever runs the worker, after its end
 * @param clock for deadlines and time stamps, never for decisions of the algorithm
 * @param stop to be looked at by whoever is longer at work than a turn takes
 */
public record WorkerContext(
        MeterRegistry meters,
        Progress progress,
        Connections connections,
        Resources resources,
        InstantSource clock,
        StopSignal stop) {}
