/** Processes of a run on this machine: broker and registry, workers, their arguments and JVMs. */
package org.asyndgan.command.process;
