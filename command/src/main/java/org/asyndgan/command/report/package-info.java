/**
 * What is left of a run for people: {@code report.json} and one self-contained page, {@code report.html}.
 *
 * <p>Knows nothing of how a run is made: it is given numbers and pictures.
 */
package org.asyndgan.command.report;
