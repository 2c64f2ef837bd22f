/** Random numbers that nobody foresees who lacks a secret. */
package org.asyndgan.privacy.secret;
