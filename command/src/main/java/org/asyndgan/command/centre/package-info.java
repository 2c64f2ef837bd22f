/** Subcommands of whoever runs broker and registry: {@code provision}, {@code registry-proxy}. */
package org.asyndgan.command.centre;
