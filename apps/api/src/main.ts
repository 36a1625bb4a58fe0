import 'reflect-metadata'
import { Config } from '@parvis/platform'
import { serve } from './bootstrap'
import { exitOn, refuseToStart } from './start-up/process'

/** The HTTP process: relayed to by the web, on loopback. */
async function main(): Promise<void> {
  exitOn(await serve(Config.from(process.env)))
}

main().catch(refuseToStart)
