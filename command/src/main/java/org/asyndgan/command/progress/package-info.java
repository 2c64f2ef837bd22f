/**
 * What a run looks like while it goes on: a bar on a terminal, plain lines elsewhere.
 *
 * <p>{@link org.asyndgan.command.progress.TrainingWatch} makes sense of the workers' events; a {@link
 * org.asyndgan.command.progress.Screen} shows it.
 */
package org.asyndgan.command.progress;
