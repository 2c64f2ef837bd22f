/** Subcommands that make, look at and turn data: {@code samples}, {@code inspect}, {@code import}, {@code export}. */
package org.asyndgan.command.data;
