/**
 * What a worker shows of itself: {@code /health}, {@code /prometheus} and the events for dashboards.
 *
 * <p>No decision of a run depends on any of it.
 */
package org.asyndgan.worker.telemetry;
