/**
 * What a worker is told: settings from flags, environment and files, bound to records, checked before anything connects.
 *
 * <p>{@link org.asyndgan.worker.setting.Settings} binds them; every refusal is a {@link
 * org.asyndgan.worker.setting.SettingsException}. Settings that all workers share are here, those of one worker in
 * its module.
 */
package org.asyndgan.worker.setting;
