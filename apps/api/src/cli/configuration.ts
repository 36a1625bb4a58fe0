import { Config, ConfigError, withFiles } from '@parvis/platform'
import { CommandError } from './command'

/** The configuration of the platform that a command works on. A missing setting is told in one line. */
export function readConfiguration(): Config {
  return told(() => Config.from(environment()))
}

/** Connection of the owner role, for migrations and backups alone: the running platform never knows it, so it is no part of its configuration. Null when not set. */
export const ownerUrl = (): string | null => told(() => environment().DATABASE_OWNER_URL || null)

// Migrations read the names of the roles from the environment of the process itself.
const environment = () => Object.assign(process.env, withFiles(process.env))

function told<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message) : error
  }
}
