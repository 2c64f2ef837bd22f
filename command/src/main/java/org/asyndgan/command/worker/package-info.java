/** Subcommands that are one worker each, against any broker, and {@code replay}. */
package org.asyndgan.command.worker;
