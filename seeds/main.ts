import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { Config } from '@parvis/platform'
import type { DataSource } from 'typeorm'
import { AppModule } from '../apps/api/src/app.module'
import { ownerDataSource } from '../apps/api/src/data-source'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts'
import { seedDemonstration } from './demo/demonstration'

/** Written last: a seeding that was cut short is not an installation. */
const INSTALLED = 'installed'
/** What `npm start` prints of the demonstration. */
const DEMONSTRATION = 'demonstration'

const say = (line: string): void => console.log(`  ${line}`)

/** The demonstration, only into an empty database that may hold it; reference data came with the migrations. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const ownerUrl = env.DATABASE_OWNER_URL
  if (!ownerUrl) throw new Error('DATABASE_OWNER_URL is missing')
  const config = Config.from(env)
  const owner = await ownerDataSource(ownerUrl).initialize()
  try {
    if (await isInstalled(owner)) return
    const demo = config.demonstration && await isEmpty(owner)
    if (config.demonstration && !demo) say('la base contient déjà des comptes : la démonstration n’y est pas ajoutée')
    if (demo) await playDemonstration(config, owner)
    await owner.query('insert into platform.setting (key, value) values ($1, $2) on conflict (key) do nothing', [INSTALLED, JSON.stringify({ demo })])
  } finally {
    await owner.destroy()
  }
}

async function playDemonstration(config: Config, owner: DataSource): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['error', 'fatal'], abortOnError: false })
  try {
    await seedDemonstration(app, owner, say)
  } finally {
    await app.close()
  }
  const accounts = Object.values(DEMO_ACCOUNTS).map(({ email, role }) => ({ email, role }))
  await owner.query('insert into platform.setting (key, value) values ($1, $2)', [DEMONSTRATION, JSON.stringify({ password: DEMO_PASSWORD, accounts })])
}

async function isInstalled(owner: DataSource): Promise<boolean> {
  return (await owner.query('select 1 from platform.setting where key = $1', [INSTALLED])).length > 0
}

async function isEmpty(owner: DataSource): Promise<boolean> {
  return (await owner.query('select 1 from identity.account limit 1')).length === 0 && (await owner.query('select 1 from consultations.consultation limit 1')).length === 0
}

main(process.env).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
