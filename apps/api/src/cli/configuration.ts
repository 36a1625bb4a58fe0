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

/** Connection of the owner role, for migrations alone: the running platform never knows it, so it is no part of its configuration. Null when not set. */
export const ownerUrl = (): string | null => process.env.DATABASE_OWNER_URL || null
