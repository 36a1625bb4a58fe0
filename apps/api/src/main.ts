import 'reflect-metadata'
import { Config, ConfigError } from '@parvis/platform'
import { serve } from './bootstrap'
import { StartUpError } from './start-up/checks'

const PATIENCE_MS = 4_000

async function main(): Promise<void> {
  const app = await serve(Config.from(process.env))
  const stop = () => {
    // What still runs after that is abandoned: everything that matters is in the database or not done.
    setTimeout(() => process.exit(0), PATIENCE_MS).unref()
    void app.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StartUpError
  console.error(expected ? error.message : error)
  process.exit(expected ? 78 : 1)
})
