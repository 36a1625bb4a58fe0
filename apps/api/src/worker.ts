import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { Config, Dispatcher, Periodic, withFiles, Workers } from '@parvis/platform'
import { AppModule } from './app.module'
import { assertMayStart } from './start-up/checks'
import { exitOn, refuseToStart } from './start-up/process'
import { answerHealth } from './start-up/worker-health'

/** A process that only works: jobs, phases. As many of them as you like share what the API announces. */
async function main(): Promise<void> {
  const config = Config.from(withFiles(process.env))
  const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['warn', 'error', 'fatal'], abortOnError: false })
  await assertMayStart(app, config)
  app.get(Dispatcher).start()
  app.get(Periodic).start()
  app.get(Workers).start('worker')
  await answerHealth(config.workerPort, app.get(Workers), app.get(Dispatcher))
  exitOn(app)
}

main().catch(refuseToStart)
