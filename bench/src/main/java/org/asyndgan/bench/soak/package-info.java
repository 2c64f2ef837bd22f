/**
 * Whole runs under attack: workers are killed at seeded moments and started again, and afterwards the log is asked
 * what became of every answer.
 *
 * <p>The runs are as small as {@link org.asyndgan.bench.soak.TinyRun} makes them.
 */
package org.asyndgan.bench.soak;
