/**
 * The {@code asyndgan} command: one class a subcommand, and how their errors are told.
 *
 * <p>{@code demo} and {@code train} run the whole pipeline on this machine (package {@code run}); {@code
 * generator}, {@code site} and {@code segment} are one worker each, against any broker.
 */
package org.asyndgan.command;
