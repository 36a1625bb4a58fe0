import type { INestApplicationContext } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import { DateTime } from 'luxon'
import type { DataSource } from 'typeorm'
import { CENTRES } from './centres'
import { Chance } from './chance'
import { makeCitizens, makeDemoAccounts } from './accounts'
import { inventPeople } from './people'
import { PLANS } from './plans'
import { play } from './schedule'
import { setClock, Stage } from './stage'

const CITIZENS = 110
const SEED = 59

/**
 * Plays half a year of a metropolis through the real services, and leaves the clock where it belongs.
 * @param say one line for each long step
 */
export async function seedDemonstration(app: INestApplicationContext, owner: DataSource, say: (line: string) => void): Promise<void> {
  const now = DateTime.now()
  await app.get(MunicipalityDirectory, { strict: false }).load()
  try {
    await setClock(owner, now.minus({ days: 1 - Math.min(...PLANS.map(({ drafted }) => drafted)) }))
    await seedCentres(owner)
    const actors = await makeDemoAccounts(owner)
    const citizens = await makeCitizens(app, owner, inventPeople(new Chance(SEED), CITIZENS))
    say(`${CENTRES.length} lieux d’aide, ${Object.keys(actors).length} comptes, ${citizens.length} habitants inventés`)
    const stage = new Stage(app, owner, actors, now)
    let tenth = 0
    await play(stage, citizens, (done, of) => {
      if (Math.floor((done * 4) / of) === tenth) return
      tenth = Math.floor((done * 4) / of)
      say(`six mois de participation : ${Math.round((done * 100) / of)} %`)
    })
    await setClock(owner, null)
    await stage.work()
  } finally {
    await setClock(owner, null)
  }
}

async function seedCentres(owner: DataSource): Promise<void> {
  for (const { slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves } of CENTRES) {
    await owner.query(`
      insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, access, languages, serves)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, [slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves])
  }
}
