/** What a run on this machine is to be: its folder, settings, data, networks, memory, and how long it will take. */
package org.asyndgan.command.plan;
