package org.asyndgan.bench.pipeline;

/**
 * How fast a training was.
 *
 * @param size of networks and batches
 * @param sites that trained
 * @param stepsPerSecond of the generator, by the wall clock
 * @param cpuSecondsPerStep of all processes that took part, broker and registry client included
 */
record Speed(Workload.Size size, int sites, double stepsPerSecond, double cpuSecondsPerStep) {}
