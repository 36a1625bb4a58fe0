import { Config, ConfigError } from '@parvis/platform'
import { CommandError } from './command'

/** The configuration of the platform that a command works on. A missing setting is told in one line. */
export function readConfiguration(): Config {
  try {
    return Config.from(process.env)
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message) : error
  }
}
