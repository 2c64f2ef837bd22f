/**
 * A whole run on this machine: broker and registry, the workers as child processes, the arms to compare with,
 * the report.
 *
 * <p>Whoever starts here begins with {@link org.asyndgan.command.run.LocalRun}.
 */
package org.asyndgan.command.run;
