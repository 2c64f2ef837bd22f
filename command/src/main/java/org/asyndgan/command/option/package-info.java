/** Groups of options that several subcommands share. */
package org.asyndgan.command.option;
