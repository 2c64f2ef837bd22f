/** Subcommands for whole runs on this machine: {@code demo}, {@code train}, and what is asked of a run afterwards. */
package org.asyndgan.command.local;
