/** What an attacker would learn from a finished run on this machine. */
package org.asyndgan.command.audit;
