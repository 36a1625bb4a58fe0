import 'reflect-metadata'
import { Config, withFiles } from '@parvis/platform'
import { serve } from './bootstrap'
import { exitOn, refuseToStart } from './start-up/process'

/** The HTTP process: relayed to by the web, on loopback. */
async function main(): Promise<void> {
  const config = Config.from(withFiles(process.env))
  exitOn(await serve(config), config.drainSeconds)
}

main().catch(refuseToStart)
