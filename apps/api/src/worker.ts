import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { Config, Dispatcher, Periodic } from '@parvis/platform'
import { AppModule } from './app.module'
import { assertMayStart } from './start-up/checks'
import { exitOn, refuseToStart } from './start-up/process'

/** A process that only works: outbox, phases. With REDIS_URL several of them share what the API announces. */
async function main(): Promise<void> {
  const config = Config.from(process.env)
  const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['warn', 'error', 'fatal'], abortOnError: false })
  await assertMayStart(app, config)
  await app.get(Dispatcher).start()
  app.get(Periodic).start()
  exitOn(app)
}

main().catch(refuseToStart)
