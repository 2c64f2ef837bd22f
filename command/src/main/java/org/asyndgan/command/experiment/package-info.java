/** Subcommands that compare ways of training: {@code experiment}, {@code gaussians}, and the arms of a run. */
package org.asyndgan.command.experiment;
