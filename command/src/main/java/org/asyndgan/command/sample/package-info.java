/** Images drawn by a program, for a first run and for tests where no data are at hand. */
package org.asyndgan.command.sample;
